package io.postern.gateway.delivery;

import io.postern.gateway.disposition.Attempt;
import io.postern.gateway.disposition.Outcome;
import io.postern.gateway.spool.Spool;
import io.postern.gateway.spool.SpooledMessage;
import io.postern.mail.EnhancedStatusCode;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gives up recipients without a route, off the threads that found it so. Thread-safe. */
final class UnroutableHandler {

  private static final Logger LOG = System.getLogger(UnroutableHandler.class.getPackageName());

  /** Unable to route (RFC 3463 section 3.5). */
  private static final EnhancedStatusCode STATUS = new EnhancedStatusCode(5, 4, 4);

  private static final Duration UNTIL_FREE = Duration.ofSeconds(1);

  private final Spool spool;
  private final AttemptFinisher finisher;
  private final Background background;
  private final Clock clock;

  private final InFlight inFlight;

  UnroutableHandler(
      Spool spool,
      AttemptFinisher finisher,
      Background background,
      InFlight inFlight,
      Clock clock) {
    this.spool = spool;
    this.finisher = finisher;
    this.background = background;
    this.inFlight = inFlight;
    this.clock = clock;
  }

  void giveUp(Router.Unroutable unroutable) {
    background.start("delivery-dead-end", () -> work(unroutable));
  }

  private void work(Router.Unroutable unroutable) {
    try {
      Thread.sleep(unroutable.delay());
      // Queued twice, as a rescan may do, recipients get one report.
      while (!inFlight.take(unroutable.id(), unroutable.recipients())) {
        Thread.sleep(UNTIL_FREE);
      }
    } catch (InterruptedException e) {
      // The gateway stops; the next start finds the recipients waiting in the spool.
      Thread.currentThread().interrupt();
      return;
    }
    @Nullable SpooledMessage message = null;
    try {
      message = spool.read(unroutable.id()).orElse(null);
    } catch (IOException e) {
      LOG.log(
          Level.ERROR,
          "delivery: cannot read message "
              + unroutable.id()
              + " from the spool ("
              + e.getMessage()
              + "); its recipients without a route wait for the next start");
    }
    List<Integer> recipients =
        message == null
            ? List.of()
            : Waiting.of(message, unroutable.recipients(), unroutable.attempt());
    if (message == null || recipients.isEmpty()) {
      release(unroutable, message);
      return;
    }
    SpooledMessage open = message;
    var _ = finisher.settle(attempt(unroutable, open, recipients), () -> release(unroutable, open));
  }

  private Attempt attempt(
      Router.Unroutable unroutable, SpooledMessage message, List<Integer> recipients) {
    return new Attempt(
        message,
        unroutable.attempt(),
        Optional.empty(),
        Optional.empty(),
        recipients,
        Collections.nCopies(
            recipients.size(), new Outcome.NotAttempted(STATUS, unroutable.reason())),
        clock.instant(),
        Duration.ZERO);
  }

  private void release(Router.Unroutable unroutable, @Nullable SpooledMessage message) {
    if (message != null) {
      message.close();
    }
    inFlight.giveBack(unroutable.id(), unroutable.recipients());
  }
}
