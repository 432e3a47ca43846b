package io.postern.gateway.delivery;

import io.postern.gateway.disposition.Attempt;
import io.postern.gateway.disposition.Dispositions;
import io.postern.gateway.disposition.FollowUp;
import io.postern.gateway.disposition.Outcome;
import io.postern.gateway.spool.Mark;
import io.postern.gateway.spool.QueuedMessage;
import io.postern.gateway.spool.RecipientState;
import io.postern.gateway.spool.Spool;
import io.postern.gateway.spool.SpoolId;
import io.postern.gateway.spool.SpoolUnavailable;
import io.postern.gateway.spool.SpooledMessage;
import io.postern.mail.EnhancedStatusCode;
import io.postern.mail.Mailbox;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The ways out that an administrator decides about: release, for what a route holds or a verdict
 * quarantined; bounce and delete, for these and for what waits for delivery. Thread-safe.
 *
 * <p>Every method decides about those recipients of the message that are wanted and can leave that
 * way, leaves the others as they are, and returns when the decision is on disk. A recipient in an
 * attempt is left alone, as its message may be at the next hop already. Each raises {@link NotKept}
 * when nothing was decided, {@link SpoolUnavailable} when the disk does not take the decision, and
 * {@link IOException} when the message cannot be read.
 */
public final class KeptMail {

  /** Delivery not authorized, message refused (RFC 3463 section 3.8). */
  private static final EnhancedStatusCode REFUSED = new EnhancedStatusCode(5, 7, 1);

  /** How long an operator waits for the disk. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /**
   * Who decides and why.
   *
   * @param reason one line; may be empty
   */
  public record Decision(String actor, String reason) {}

  /**
   * What was decided.
   *
   * @param recipients that were released, bounced or deleted
   * @param busy that were wanted and are in an attempt just now; they are as they were
   * @param report the report that was written to the sender
   */
  public record Decided(List<Mailbox> recipients, List<Mailbox> busy, Optional<SpoolId> report) {
    public Decided {
      recipients = List.copyOf(recipients);
      busy = List.copyOf(busy);
    }
  }

  /** Which recipients are wanted. */
  public interface Choice {

    /** All of the message. */
    Choice ALL = (mailbox, state) -> true;

    boolean wants(Mailbox mailbox, RecipientState state);
  }

  private final Spool spool;
  private final Router router;
  private final Scheduler scheduler;
  private final Dispositions dispositions;
  private final InFlight inFlight;
  private final Clock clock;

  KeptMail(
      Spool spool,
      Router router,
      Scheduler scheduler,
      Dispositions dispositions,
      InFlight inFlight,
      Clock clock) {
    this.spool = spool;
    this.router = router;
    this.scheduler = scheduler;
    this.dispositions = dispositions;
    this.inFlight = inFlight;
    this.clock = clock;
  }

  /**
   * Sends recipients on their way. What is released from quarantine is held when its route holds
   * mail; what is released from hold goes where the route leads without the hold.
   */
  public Decided release(SpoolId id, Choice choice, Decision decision) throws IOException {
    return decide(
        id,
        (mailbox, state) -> isKept(state) && choice.wants(mailbox, state),
        "is held or quarantined",
        (message, recipients) -> release(message, recipients, decision));
  }

  /** Gives recipients up, with a report to the sender as after a permanent failure. */
  public Decided bounce(SpoolId id, Choice choice, Decision decision) throws IOException {
    return decide(
        id,
        unfinished(choice),
        "is unfinished",
        (message, recipients) -> bounce(message, recipients, decision));
  }

  /** Drops recipients without a report. */
  public Decided delete(SpoolId id, Choice choice, Decision decision) throws IOException {
    return decide(
        id,
        unfinished(choice),
        "is unfinished",
        (message, recipients) -> delete(message, recipients, decision));
  }

  /**
   * What was written to disk.
   *
   * @param then what is to be done when the recipients are no longer in hand
   */
  private record Written(Optional<SpoolId> report, Runnable then) {}

  private interface Work {
    Written on(QueuedMessage message, List<Integer> recipients) throws IOException;
  }

  private Decided decide(SpoolId id, Choice choice, String what, Work work) throws IOException {
    QueuedMessage seen = look(id);
    List<Integer> wanted = wanted(seen, choice);
    requireSome(wanted, id, what);
    List<Integer> taken = inFlight.takeFree(id, wanted);
    QueuedMessage message;
    List<Integer> recipients;
    Written written;
    try {
      // An attempt may have ended, or another decision been made, since the message was looked at.
      message = look(id);
      recipients = wanted(message, choice);
      requireSome(recipients, id, what);
      recipients.retainAll(taken);
      if (recipients.isEmpty()) {
        throw new NotKept(
            NotKept.Kind.BUSY, "message " + id + " is being delivered just now; try again");
      }
      written = work.on(message, recipients);
    } finally {
      inFlight.giveBack(id, taken);
    }
    written.then().run();
    List<Integer> busy = new ArrayList<>(wanted);
    busy.removeAll(taken);
    return new Decided(mailboxes(message, recipients), mailboxes(message, busy), written.report());
  }

  private static void requireSome(List<Integer> wanted, SpoolId id, String what) {
    if (wanted.isEmpty()) {
      throw new NotKept(NotKept.Kind.NONE, "no such recipient of message " + id + " " + what);
    }
  }

  private static List<Mailbox> mailboxes(QueuedMessage message, List<Integer> recipients) {
    return message.envelope().toSome(recipients).mailboxes();
  }

  private QueuedMessage look(SpoolId id) throws IOException {
    return spool
        .look(id)
        .orElseThrow(
            () -> new NotKept(NotKept.Kind.UNKNOWN, "no message " + id + " is in the queue"));
  }

  private static List<Integer> wanted(QueuedMessage message, Choice choice) {
    List<Integer> wanted = new ArrayList<>();
    for (int i = 0; i < message.states().size(); i++) {
      if (choice.wants(message.envelope().recipients().get(i).mailbox(), message.states().get(i))) {
        wanted.add(i);
      }
    }
    return wanted;
  }

  private static boolean isKept(RecipientState state) {
    return switch (state) {
      case RecipientState.Held _, RecipientState.Quarantined _ -> true;
      case RecipientState.Waiting _, RecipientState.Finished _ -> false;
    };
  }

  private static Choice unfinished(Choice choice) {
    return (mailbox, state) ->
        !(state instanceof RecipientState.Finished) && choice.wants(mailbox, state);
  }

  private Written release(QueuedMessage message, List<Integer> recipients, Decision decision) {
    Instant now = clock.instant();
    List<RecipientState> states = new ArrayList<>(message.states());
    Map<Integer, List<Integer>> byAttempt = new LinkedHashMap<>();
    List<Mark> marks = new ArrayList<>(recipients.size());
    for (int recipient : recipients) {
      RecipientState.Waiting waiting =
          message.states().get(recipient) instanceof RecipientState.Held(int attempts)
              ? fromHold(message.envelope().recipients().get(recipient).mailbox(), attempts, now)
              : new RecipientState.Waiting(0, now);
      states.set(recipient, waiting);
      byAttempt.computeIfAbsent(waiting.attempts() + 1, n -> new ArrayList<>()).add(recipient);
      marks.add(
          new Mark(message.id(), recipient, waiting, now, facts(decision, "event", "Released")));
    }
    CompletableFuture<Void> marked = spool.mark(marks);
    Runnable queue =
        () ->
            byAttempt.forEach(
                (attempt, group) -> queue(message, List.copyOf(states), group, attempt));
    try {
      onDisk(marked);
    } catch (SpoolUnavailable e) {
      var _ = marked.thenRun(queue);
      throw e;
    }
    return new Written(Optional.empty(), queue);
  }

  /** Waits for room in the queues, since much may be released at once. */
  private void queue(
      QueuedMessage message, List<RecipientState> states, List<Integer> group, int attempt) {
    try {
      scheduler.scheduleWhenRoom(
          router.route(message.id(), message.envelope(), states, group, attempt),
          Duration.ZERO,
          "released");
    } catch (InterruptedException e) {
      // The gateway stops; the next start finds the recipients waiting in the spool.
      Thread.currentThread().interrupt();
    }
  }

  private RecipientState.Waiting fromHold(Mailbox recipient, int attempts, Instant now) {
    if (!router.leadsOnWhenReleased(recipient)) {
      throw new NotKept(
          NotKept.Kind.NO_WAY,
          "the route of "
              + recipient.domain()
              + " holds mail and no route leads on: give it a host");
    }
    return new RecipientState.Waiting(attempts, now, true);
  }

  private Written bounce(QueuedMessage message, List<Integer> recipients, Decision decision)
      throws IOException {
    String why =
        decision.reason().isEmpty()
            ? "refused by the administrator"
            : "refused by the administrator: " + decision.reason();
    try (SpooledMessage spooled =
        spool
            .read(message.id())
            .orElseThrow(
                () ->
                    new NotKept(
                        NotKept.Kind.UNKNOWN, "message " + message.id() + " is finished"))) {
      Attempt attempt =
          new Attempt(
              spooled,
              0,
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              recipients,
              Collections.nCopies(recipients.size(), new Outcome.NotAttempted(REFUSED, why)),
              clock.instant(),
              Duration.ZERO);
      FollowUp followUp = dispositions.giveUp(attempt, REFUSED, why);
      if (!followUp.again().isEmpty()) {
        throw new SpoolUnavailable(
            "the spool does not take the report on " + message.id() + "; nothing was changed",
            false);
      }
      return new Written(
          followUp.report().map(FollowUp.Report::id),
          () ->
              followUp
                  .report()
                  .ifPresent(report -> scheduler.all(report.id(), report.envelope(), "report")));
    }
  }

  private Written delete(QueuedMessage message, List<Integer> recipients, Decision decision) {
    Instant now = clock.instant();
    RecipientState deleted = new RecipientState.Finished(RecipientState.Ending.DISCARDED);
    onDisk(
        spool.mark(
            recipients.stream()
                .map(
                    recipient ->
                        new Mark(
                            message.id(),
                            recipient,
                            deleted,
                            now,
                            facts(decision, "reason", "deleted by an administrator")))
                .toList()));
    return new Written(Optional.empty(), () -> {});
  }

  /** The administrator's own reason comes instead of a general one. */
  private static Map<String, String> facts(Decision decision, String name, String value) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(name, value);
    facts.put("actor", decision.actor());
    if (!decision.reason().isEmpty()) {
      facts.put("reason", decision.reason());
    }
    return facts;
  }

  private static void onDisk(CompletableFuture<Void> marked) {
    try {
      marked.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new SpoolUnavailable(
          "the disk does not take the decision now; it counts, and is written when the disk works",
          false,
          e);
    } catch (ExecutionException e) {
      throw new SpoolUnavailable(
          "the spool could not write the decision (" + e.getCause() + ")", false, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SpoolUnavailable("interrupted while the decision was written", false, e);
    }
  }
}
