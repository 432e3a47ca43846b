package io.postern.gateway.delivery;

import io.postern.gateway.disposition.Attempt;
import io.postern.gateway.disposition.Dispositions;
import io.postern.gateway.disposition.FollowUp;
import io.postern.gateway.disposition.Outcome;
import io.postern.gateway.spool.RecipientState;
import io.postern.gateway.spool.Spool;
import io.postern.gateway.spool.SpoolId;
import io.postern.gateway.spool.SpooledMessage;
import io.postern.mail.EnhancedStatusCode;
import io.postern.mail.Envelope;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** Gives up recipients without a route; waits for the disk. Thread-safe. */
final class UnroutableHandler {

  /**
   * Recipients were given up.
   *
   * @param states of all recipients, before
   * @param followUp what is to be queued
   */
  record FailedMessage(
      SpoolId id, Envelope envelope, List<RecipientState> states, FollowUp followUp) {}

  private static final Logger LOG = System.getLogger(UnroutableHandler.class.getPackageName());

  /** Unable to route (RFC 3463 section 3.5). */
  private static final EnhancedStatusCode STATUS = new EnhancedStatusCode(5, 4, 4);

  private static final Duration UNTIL_FREE = Duration.ofSeconds(1);

  /** Each waits for the disk and holds a message; more at once would only take more memory. */
  private static final int MOST_AT_ONCE = 64;

  private final Spool spool;
  private final Dispositions dispositions;
  private final InFlight inFlight;
  private final Clock clock;
  private final Semaphore places = new Semaphore(MOST_AT_ONCE);

  UnroutableHandler(Spool spool, Dispositions dispositions, InFlight inFlight, Clock clock) {
    this.spool = spool;
    this.dispositions = dispositions;
    this.inFlight = inFlight;
    this.clock = clock;
  }

  /**
   * Waits until they are to be looked at, then gives them up; empty when nothing was to be done, or
   * the gateway stops.
   */
  Optional<FailedMessage> giveUp(Unroutable unroutable) {
    try {
      Thread.sleep(unroutable.delay());
      // Queued twice, as a rescan may do, recipients get one report.
      while (!inFlight.take(unroutable.id(), unroutable.recipients())) {
        Thread.sleep(UNTIL_FREE);
      }
    } catch (InterruptedException e) {
      // The gateway stops; the next start finds the recipients waiting in the spool.
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
    places.acquireUninterruptibly();
    try {
      return giveUpNow(unroutable);
    } catch (IOException e) {
      LOG.log(
          Level.ERROR,
          "delivery: cannot read message "
              + unroutable.id()
              + " from the spool ("
              + e.getMessage()
              + "); its recipients without a route wait for the next start");
      return Optional.empty();
    } finally {
      places.release();
      inFlight.giveBack(unroutable.id(), unroutable.recipients());
    }
  }

  private Optional<FailedMessage> giveUpNow(Unroutable unroutable) throws IOException {
    Optional<SpooledMessage> found = spool.read(unroutable.id());
    if (found.isEmpty()) {
      return Optional.empty();
    }
    try (SpooledMessage message = found.get()) {
      List<Integer> recipients = Waiting.of(message, unroutable.recipients(), unroutable.attempt());
      if (recipients.isEmpty()) {
        return Optional.empty();
      }
      Attempt attempt = attempt(unroutable, message, recipients);
      FollowUp followUp = dispositions.giveUp(attempt, dispositions.settle(attempt));
      return Optional.of(
          new FailedMessage(message.id(), message.envelope(), message.states(), followUp));
    }
  }

  private Attempt attempt(Unroutable unroutable, SpooledMessage message, List<Integer> recipients) {
    return new Attempt(
        message,
        unroutable.attempt(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        recipients,
        Collections.nCopies(
            recipients.size(), new Outcome.NotAttempted(STATUS, unroutable.reason())),
        clock.instant(),
        Duration.ZERO);
  }
}
