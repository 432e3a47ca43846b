package io.postern.gateway.delivery;

import io.postern.gateway.delivery.smtp.Outcome;
import io.postern.gateway.disposition.Aftermath;
import io.postern.gateway.disposition.Attempt;
import io.postern.gateway.disposition.Dispositions;
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
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * The ways out for recipients that are held by a route or quarantined by a verdict: release,
 * bounce, delete. One decision at a time. Thread-safe.
 *
 * <p>Every method decides about those recipients of the message that are kept and wanted, leaves
 * the others as they are, and returns when the decision is on disk. Each raises {@link NotKept}
 * when there is none, {@link SpoolUnavailable} when the disk does not take the decision, and {@link
 * IOException} when the message cannot be read.
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
   * @param report the report that was written to the sender
   */
  public record Decided(List<Mailbox> recipients, Optional<SpoolId> report) {
    public Decided {
      recipients = List.copyOf(recipients);
    }
  }

  private final Spool spool;
  private final Departures departures;
  private final Dispositions dispositions;
  private final InHand inHand;
  private final Clock clock;
  private final ReentrantLock deciding;

  /**
   * @param deciding held while kept recipients are decided about
   */
  KeptMail(
      Spool spool,
      Departures departures,
      Dispositions dispositions,
      InHand inHand,
      Clock clock,
      ReentrantLock deciding) {
    this.deciding = deciding;
    this.spool = spool;
    this.departures = departures;
    this.dispositions = dispositions;
    this.inHand = inHand;
    this.clock = clock;
  }

  /**
   * Sends recipients on their way. What is released from quarantine is held when its route holds
   * mail; what is released from hold goes where the route leads without the hold.
   */
  public Decided release(SpoolId id, Predicate<Mailbox> wanted, Decision decision)
      throws IOException {
    return decide(id, wanted, (message, recipients) -> release(message, recipients, decision));
  }

  /** Gives recipients up, with a report to the sender as after a permanent failure. */
  public Decided bounce(SpoolId id, Predicate<Mailbox> wanted, Decision decision)
      throws IOException {
    return decide(id, wanted, (message, recipients) -> bounce(message, recipients, decision));
  }

  /** Drops recipients without a report. */
  public Decided delete(SpoolId id, Predicate<Mailbox> wanted, Decision decision)
      throws IOException {
    return decide(id, wanted, (message, recipients) -> delete(message, recipients, decision));
  }

  private interface Work {
    Optional<SpoolId> on(QueuedMessage message, List<Integer> recipients) throws IOException;
  }

  private Decided decide(SpoolId id, Predicate<Mailbox> wanted, Work work) throws IOException {
    deciding.lock();
    try {
      List<Integer> recipients = kept(look(id), wanted);
      // An attempt that began before the route was changed to hold mail may still be under way.
      if (!inHand.take(id, recipients)) {
        throw new NotKept("message " + id + " is being delivered just now", false);
      }
      try {
        QueuedMessage message = look(id);
        if (!kept(message, wanted).equals(recipients)) {
          throw new NotKept("message " + id + " was being delivered just now", false);
        }
        Optional<SpoolId> report = work.on(message, recipients);
        return new Decided(recipients.stream().map(message.recipients()::get).toList(), report);
      } finally {
        inHand.giveBack(id, recipients);
      }
    } finally {
      deciding.unlock();
    }
  }

  private QueuedMessage look(SpoolId id) throws IOException {
    return spool
        .look(id)
        .orElseThrow(() -> new NotKept("no message " + id + " is in the queue", true));
  }

  private static List<Integer> kept(QueuedMessage message, Predicate<Mailbox> wanted) {
    List<Integer> kept = new ArrayList<>();
    for (int i = 0; i < message.states().size(); i++) {
      boolean isKept =
          switch (message.states().get(i)) {
            case RecipientState.Held _, RecipientState.Quarantined _ -> true;
            case RecipientState.Waiting _, RecipientState.Finished _ -> false;
          };
      if (isKept && wanted.test(message.recipients().get(i))) {
        kept.add(i);
      }
    }
    if (kept.isEmpty()) {
      throw new NotKept(
          "no such recipient of message " + message.id() + " is held or quarantined", false);
    }
    return kept;
  }

  private Optional<SpoolId> release(
      QueuedMessage message, List<Integer> recipients, Decision decision) {
    Instant now = clock.instant();
    List<RecipientState> states = new ArrayList<>(message.states());
    Map<Integer, List<Integer>> byAttempt = new LinkedHashMap<>();
    List<Mark> marks = new ArrayList<>(recipients.size());
    for (int recipient : recipients) {
      RecipientState.Waiting waiting =
          message.states().get(recipient) instanceof RecipientState.Held(int attempts)
              ? fromHold(message.recipients().get(recipient), attempts, now)
              : new RecipientState.Waiting(0, now);
      states.set(recipient, waiting);
      byAttempt.computeIfAbsent(waiting.attempts() + 1, n -> new ArrayList<>()).add(recipient);
      marks.add(
          new Mark(message.id(), recipient, waiting, now, facts(decision, "event", "Released")));
    }
    onDisk(
        spool
            .mark(marks)
            .thenRun(
                () ->
                    byAttempt.forEach(
                        (attempt, group) ->
                            departures.some(
                                message.id(),
                                message.recipients(),
                                states,
                                group,
                                attempt,
                                Duration.ZERO,
                                "released"))));
    return Optional.empty();
  }

  private RecipientState.Waiting fromHold(Mailbox recipient, int attempts, Instant now) {
    if (!departures.leadsOnWhenReleased(recipient)) {
      throw new NotKept(
          "the route of "
              + recipient.domain()
              + " holds mail and no route leads on: give it a host",
          false);
    }
    return new RecipientState.Waiting(attempts, now, true);
  }

  private Optional<SpoolId> bounce(
      QueuedMessage message, List<Integer> recipients, Decision decision) throws IOException {
    String why =
        decision.reason().isEmpty()
            ? "refused by the administrator"
            : "refused by the administrator: " + decision.reason();
    try (SpooledMessage spooled =
        spool
            .read(message.id())
            .orElseThrow(() -> new NotKept("message " + message.id() + " is finished", true))) {
      Attempt attempt =
          new Attempt(
              spooled,
              0,
              Optional.empty(),
              Optional.empty(),
              recipients,
              Collections.nCopies(recipients.size(), new Outcome.Unsendable(REFUSED, why)),
              clock.instant(),
              Duration.ZERO);
      Aftermath aftermath = dispositions.giveUp(attempt, REFUSED, why);
      if (!aftermath.again().isEmpty()) {
        throw new SpoolUnavailable(
            "the spool does not take the report on " + message.id() + "; nothing was changed",
            false);
      }
      aftermath
          .report()
          .ifPresent(report -> departures.all(report.id(), List.of(report.recipient()), "report"));
      return aftermath.report().map(Aftermath.Report::id);
    }
  }

  private Optional<SpoolId> delete(
      QueuedMessage message, List<Integer> recipients, Decision decision) {
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
    return Optional.empty();
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
