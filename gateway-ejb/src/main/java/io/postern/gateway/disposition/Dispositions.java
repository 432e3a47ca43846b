package io.postern.gateway.disposition;

import io.postern.gateway.report.ReportComposer;
import io.postern.gateway.settings.Settings;
import io.postern.gateway.settings.SettingsInForce;
import io.postern.gateway.spool.Mark;
import io.postern.gateway.spool.RecipientState;
import io.postern.gateway.spool.Spool;
import io.postern.mail.EnhancedStatusCode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Entry point: decides the disposition of recipients and carries it out. Thread-safe. */
public final class Dispositions {

  /** No answer from host (RFC 3463 section 3.5). */
  private static final EnhancedStatusCode NO_ANSWER = new EnhancedStatusCode(4, 4, 1);

  /** Delivery time expired (RFC 3463 section 3.5). */
  private static final EnhancedStatusCode EXPIRED = new EnhancedStatusCode(4, 4, 7);

  private final SettingsInForce settings;
  private final AttemptMarks marking;
  private final Bounces bounces;
  private final Clock clock;

  /** In the clock of {@link System#nanoTime}, which does not jump. */
  private final long startedAt = System.nanoTime();

  public Dispositions(SettingsInForce settings, Spool spool, ReportComposer composer, Clock clock) {
    this.settings = settings;
    this.marking = new AttemptMarks(spool);
    this.bounces = new Bounces(settings, spool, composer, clock);
    this.clock = clock;
  }

  /**
   * The decision for one recipient.
   *
   * @param attempt the number of the attempt that was made, from 1
   * @param running how long the gateway has run, by a clock that does not jump
   */
  public static NextStep decide(
      Outcome outcome,
      int attempt,
      Instant receivedAt,
      Instant now,
      Duration running,
      Settings.Retry retry) {
    return switch (outcome) {
      case Outcome.Accepted taken -> new NextStep.Delivered(Reason.of(taken.reply()));
      case Outcome.PermanentFailure refused -> new NextStep.Failed(Reason.of(refused.reply()));
      case Outcome.NotAttempted no -> new NextStep.Failed(Reason.of(no.status(), no.why()));
      case Outcome.TransientFailure postponed ->
          later(Reason.temporary(postponed.reply()), attempt, receivedAt, now, running, retry);
      case Outcome.NoReply broken ->
          later(Reason.of(NO_ANSWER, broken.what()), attempt, receivedAt, now, running, retry);
    };
  }

  private static NextStep later(
      Reason reason,
      int attempt,
      Instant receivedAt,
      Instant now,
      Duration running,
      Settings.Retry retry) {
    return isOver(attempt, receivedAt, now, running, retry)
        ? new NextStep.Expired(new Reason(EXPIRED, reason.text(), reason.replied()))
        : new NextStep.Deferred(reason, now.plus(wait(attempt, retry.schedule())));
  }

  /**
   * Whether the lifetime is over: by the wall clock, which may have jumped, and by one of the two
   * that do not: the waiting times before the attempt, or the time that the gateway has run.
   *
   * @param attempt the number of the last attempt made; 0 when there was none
   */
  static boolean isOver(
      int attempt, Instant receivedAt, Instant now, Duration running, Settings.Retry retry) {
    Duration lifetime = retry.lifetime();
    return !now.isBefore(receivedAt.plus(lifetime))
        && (running.compareTo(lifetime) >= 0
            || waited(attempt, retry.schedule()).compareTo(lifetime) >= 0);
  }

  private Duration running() {
    return Duration.ofNanos(System.nanoTime() - startedAt);
  }

  /** The waiting time after an attempt (RFC 5321 section 4.5.4.1). */
  public static Duration wait(int attempt, List<Duration> schedule) {
    return schedule.get(Math.min(attempt, schedule.size()) - 1);
  }

  /** All waiting times before an attempt. */
  private static Duration waited(int attempt, List<Duration> schedule) {
    Duration sum = Duration.ZERO;
    int waits = Math.max(0, attempt - 1);
    for (int i = 0; i < Math.min(waits, schedule.size()); i++) {
      sum = sum.plus(schedule.get(i));
    }
    return sum.plus(schedule.getLast().multipliedBy(Math.max(0, waits - schedule.size())));
  }

  /**
   * Decides about all recipients of an attempt. Those delivered and deferred are marked before this
   * returns, without a wait for the disk; those given up are left to {@link #giveUp}.
   */
  public AttemptResult settle(Attempt attempt) {
    Settings.Retry retry = settings.now().retry();
    Instant receivedAt = attempt.message().receivedAt();
    List<Mark> marks = new ArrayList<>(attempt.recipients().size());
    List<FailedRecipient> losses = new ArrayList<>(0);
    List<Integer> again = new ArrayList<>(0);
    Duration running = running();
    int delivered = 0;
    for (int i = 0; i < attempt.recipients().size(); i++) {
      int recipient = attempt.recipients().get(i);
      NextStep step =
          decide(
              attempt.outcomes().get(i),
              attempt.number(),
              receivedAt,
              attempt.endedAt(),
              running,
              retry);
      switch (step) {
        case NextStep.Delivered done -> {
          delivered++;
          marks.add(mark(attempt, recipient, RecipientState.Ending.DELIVERED, done.reason()));
        }
        case NextStep.Deferred deferred -> {
          again.add(recipient);
          marks.add(deferral(attempt, recipient, deferred));
        }
        case NextStep.Failed failed ->
            losses.add(
                new FailedRecipient(recipient, RecipientState.Ending.FAILED, failed.reason()));
        case NextStep.Expired expired ->
            losses.add(
                new FailedRecipient(recipient, RecipientState.Ending.EXPIRED, expired.reason()));
      }
    }
    if (!marks.isEmpty()) {
      marking.mark(marks);
    }
    Duration delay = wait(attempt.number(), retry.schedule());
    return new AttemptResult(
        delivered,
        losses,
        again.isEmpty()
            ? FollowUp.NOTHING
            : new FollowUp(
                List.of(new FollowUp.Again(again, attempt.number() + 1, delay, "deferred")),
                Optional.empty()));
  }

  /**
   * Decides about recipients that were not tried: they wait until the pause of the next hop or
   * their lifetime is over, or are given up when it is over now. Neither the number of attempts nor
   * the schedule goes on. The first time after an attempt they are marked, for the journal.
   */
  public AttemptResult postpone(Postponement untried) {
    Settings.Retry retry = settings.now().retry();
    Instant now = clock.instant();
    Instant receivedAt = untried.message().receivedAt();
    Reason reason = reason(untried);
    if (isOver(untried.attempts(), receivedAt, now, running(), retry)) {
      Reason expired = new Reason(EXPIRED, reason.text(), false);
      return new AttemptResult(
          0,
          untried.recipients().stream()
              .map(r -> new FailedRecipient(r, RecipientState.Ending.EXPIRED, expired))
              .toList(),
          FollowUp.NOTHING);
    }
    Duration rest = Duration.between(now, receivedAt.plus(retry.lifetime()));
    boolean sooner = rest.isPositive() && rest.compareTo(untried.left()) < 0;
    Duration delay = sooner ? rest : untried.left();
    if (untried.first()) {
      marking.mark(
          untried.recipients().stream()
              .map(r -> postponed(untried, r, reason, now, now.plus(delay)))
              .toList());
    }
    return new AttemptResult(
        0,
        List.of(),
        new FollowUp(
            List.of(
                new FollowUp.Again(
                    untried.recipients(), untried.attempts() + 1, delay, Postponement.REASON)),
            Optional.empty()));
  }

  private static Mark postponed(
      Postponement untried, int recipient, Reason reason, Instant now, Instant until) {
    return new Mark(
        untried.message().id(),
        recipient,
        new RecipientState.Waiting(
            untried.attempts(),
            until,
            untried.message().states().get(recipient) instanceof RecipientState.Waiting waiting
                && waiting.released()),
        now,
        Map.of(
            "event",
            "Postponed",
            "next-hop",
            untried.destination().toString(),
            "reason",
            reason.text(),
            "next-attempt",
            until.toString()));
  }

  private static Reason reason(Postponement untried) {
    Reason last =
        switch (untried.failure()) {
          case Outcome.Accepted taken -> Reason.of(taken.reply());
          case Outcome.TransientFailure postponed -> Reason.of(postponed.reply());
          case Outcome.PermanentFailure refused -> Reason.of(refused.reply());
          case Outcome.NoReply broken -> Reason.of(NO_ANSWER, broken.what());
          case Outcome.NotAttempted no -> Reason.of(no.status(), no.why());
        };
    return Reason.of(NO_ANSWER, "not tried, next hop paused after: " + last.text());
  }

  /** As the attempt that was not made, for what follows when recipients are given up. */
  public Attempt untried(Postponement untried) {
    return new Attempt(
        untried.message(),
        untried.attempts(),
        Optional.of(untried.destination()),
        untried.host(),
        Optional.empty(),
        Optional.empty(),
        untried.recipients(),
        Collections.nCopies(untried.recipients().size(), untried.failure()),
        clock.instant(),
        Duration.ZERO);
  }

  /**
   * Gives up the recipients that {@link #settle} found lost: report and marks in one spool record.
   * Waits for the disk.
   */
  public FollowUp giveUp(Attempt attempt, AttemptResult result) {
    return bounces.giveUp(attempt, result.losses());
  }

  /**
   * Gives up recipients because an administrator decided so, as {@link #giveUp(Attempt,
   * AttemptResult)} does after an attempt.
   *
   * @param attempt names the recipients; none was made
   * @param why for the sender, on one line
   */
  public FollowUp giveUp(Attempt attempt, EnhancedStatusCode status, String why) {
    Reason reason = Reason.of(status, why);
    return bounces.giveUp(
        attempt,
        attempt.recipients().stream()
            .map(recipient -> new FailedRecipient(recipient, RecipientState.Ending.FAILED, reason))
            .toList());
  }

  private static Mark deferral(Attempt attempt, int recipient, NextStep.Deferred deferred) {
    Map<String, String> facts = facts(attempt, recipient, deferred.reason());
    facts.put("next-attempt", deferred.until().toString());
    return new Mark(
        attempt.message().id(),
        recipient,
        new RecipientState.Waiting(
            attempt.number(),
            deferred.until(),
            attempt.message().states().get(recipient) instanceof RecipientState.Waiting waiting
                && waiting.released()),
        attempt.endedAt(),
        facts);
  }

  private static Mark mark(
      Attempt attempt, int recipient, RecipientState.Ending ending, Reason reason) {
    return new Mark(
        attempt.message().id(),
        recipient,
        new RecipientState.Finished(ending),
        attempt.endedAt(),
        facts(attempt, recipient, reason));
  }

  static Map<String, String> facts(Attempt attempt, int recipient, Reason reason) {
    Map<String, String> facts = LinkedHashMap.newLinkedHashMap(10);
    facts.put("next-hop", attempt.destination().map(Object::toString).orElse("none"));
    attempt.remote().ifPresent(remote -> facts.put("remote", remote));
    facts.put("reply", reason.text());
    facts.put("status", reason.status().toString());
    facts.put("attempt", Integer.toString(attempt.number()));
    facts.put("duration-ms", Long.toString(attempt.took().toMillis()));
    attempt.connecting().ifPresent(time -> facts.put("connect-ms", Long.toString(time.toMillis())));
    if (attempt.host().isPresent()
        && attempt.message().states().get(recipient) instanceof RecipientState.Waiting waiting) {
      long queued = Duration.between(waiting.notBefore(), attempt.begunAt()).toMillis();
      facts.put("queue-ms", Long.toString(Math.max(0, queued)));
    }
    return facts;
  }
}
