package io.postern.gateway.disposition;

import io.postern.gateway.delivery.smtp.Outcome;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The door: decides what becomes of recipients and makes it so. Thread-safe. */
public final class Dispositions {

  /** No answer from host (RFC 3463 section 3.5). */
  private static final EnhancedStatusCode NO_ANSWER = new EnhancedStatusCode(4, 4, 1);

  /** Delivery time expired (RFC 3463 section 3.5). */
  private static final EnhancedStatusCode EXPIRED = new EnhancedStatusCode(4, 4, 7);

  private final SettingsInForce settings;
  private final Marking marking;
  private final Bounces bounces;

  public Dispositions(SettingsInForce settings, Spool spool, ReportComposer composer, Clock clock) {
    this.settings = settings;
    this.marking = new Marking(spool);
    this.bounces = new Bounces(settings, spool, composer, clock);
  }

  /**
   * The decision for one recipient.
   *
   * @param attempt the number of the attempt that was made, from 1
   */
  public static NextStep decide(
      Outcome outcome, int attempt, Instant receivedAt, Instant now, Settings.Retry retry) {
    return switch (outcome) {
      case Outcome.Taken taken -> new NextStep.Delivered(Reason.of(taken.reply()));
      case Outcome.Refused refused -> new NextStep.Failed(Reason.of(refused.reply()));
      case Outcome.Unsendable no -> new NextStep.Failed(Reason.of(no.status(), no.why()));
      case Outcome.Postponed postponed ->
          later(Reason.temporary(postponed.reply()), attempt, receivedAt, now, retry);
      case Outcome.Broken broken ->
          later(Reason.of(NO_ANSWER, broken.what()), attempt, receivedAt, now, retry);
    };
  }

  private static NextStep later(
      Reason reason, int attempt, Instant receivedAt, Instant now, Settings.Retry retry) {
    Duration lifetime = retry.lifetime();
    boolean over =
        !now.isBefore(receivedAt.plus(lifetime))
            && waited(attempt, retry.schedule()).compareTo(lifetime) >= 0;
    return over
        ? new NextStep.Expired(new Reason(EXPIRED, reason.text(), reason.replied()))
        : new NextStep.Deferred(reason, now.plus(wait(attempt, retry.schedule())));
  }

  /** The waiting time after an attempt (RFC 5321 section 4.5.4.1). */
  public static Duration wait(int attempt, List<Duration> schedule) {
    return schedule.get(Math.min(attempt, schedule.size()) - 1);
  }

  /** All waiting times before an attempt. */
  private static Duration waited(int attempt, List<Duration> schedule) {
    Duration sum = Duration.ZERO;
    int waits = attempt - 1;
    for (int i = 0; i < Math.min(waits, schedule.size()); i++) {
      sum = sum.plus(schedule.get(i));
    }
    return sum.plus(schedule.getLast().multipliedBy(Math.max(0, waits - schedule.size())));
  }

  /**
   * Decides about all recipients of an attempt. Those delivered and deferred are marked before this
   * returns, without a wait for the disk; those given up are left to {@link #giveUp}.
   */
  public Settlement settle(Attempt attempt) {
    Settings.Retry retry = settings.now().retry();
    Instant receivedAt = attempt.message().receivedAt();
    List<Mark> marks = new ArrayList<>(attempt.recipients().size());
    List<GivenUp> losses = new ArrayList<>(0);
    List<Integer> again = new ArrayList<>(0);
    int delivered = 0;
    for (int i = 0; i < attempt.recipients().size(); i++) {
      int recipient = attempt.recipients().get(i);
      NextStep step =
          decide(attempt.outcomes().get(i), attempt.number(), receivedAt, attempt.endedAt(), retry);
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
            losses.add(new GivenUp(recipient, RecipientState.Ending.FAILED, failed.reason()));
        case NextStep.Expired expired ->
            losses.add(new GivenUp(recipient, RecipientState.Ending.EXPIRED, expired.reason()));
      }
    }
    if (!marks.isEmpty()) {
      marking.mark(marks);
    }
    Duration delay = wait(attempt.number(), retry.schedule());
    return new Settlement(
        delivered,
        losses,
        again.isEmpty()
            ? Aftermath.NOTHING
            : new Aftermath(
                List.of(new Aftermath.Again(again, attempt.number() + 1, delay, "deferred")),
                Optional.empty()));
  }

  /**
   * Gives up the recipients that {@link #settle} found lost: report and marks in one spool record.
   * Waits for the disk.
   */
  public Aftermath giveUp(Attempt attempt, Settlement settlement) {
    return bounces.giveUp(attempt, settlement.losses());
  }

  /**
   * Gives up recipients because an administrator decided so, as {@link #giveUp(Attempt,
   * Settlement)} does after an attempt.
   *
   * @param attempt names the recipients; none was made
   * @param why for the sender, on one line
   */
  public Aftermath giveUp(Attempt attempt, EnhancedStatusCode status, String why) {
    Reason reason = Reason.of(status, why);
    return bounces.giveUp(
        attempt,
        attempt.recipients().stream()
            .map(recipient -> new GivenUp(recipient, RecipientState.Ending.FAILED, reason))
            .toList());
  }

  private static Mark deferral(Attempt attempt, int recipient, NextStep.Deferred deferred) {
    Map<String, String> facts = facts(attempt, deferred.reason());
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
        facts(attempt, reason));
  }

  static Map<String, String> facts(Attempt attempt, Reason reason) {
    Map<String, String> facts = LinkedHashMap.newLinkedHashMap(8);
    facts.put("next-hop", attempt.nextHop().map(Object::toString).orElse("none"));
    attempt.remote().ifPresent(remote -> facts.put("remote", remote));
    facts.put("reply", reason.text());
    facts.put("status", reason.status().toString());
    facts.put("attempt", Integer.toString(attempt.number()));
    facts.put("duration-ms", Long.toString(attempt.took().toMillis()));
    return facts;
  }
}
