package io.postern.gateway.queue;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Asks for the spool to be read again when tickets may have been lost. One at a time, and not
 * often: after each, what was queued twice is found out by the marks, at the cost of a look at the
 * spool.
 */
final class SpoolRescan {

  private static final Logger LOG = System.getLogger(SpoolRescan.class.getPackageName());

  private final Runnable rescan;
  private final AtomicBoolean wanted = new AtomicBoolean();
  private final AtomicBoolean running = new AtomicBoolean();
  private final Backoff pauses;

  /** In the clock of {@link QueueReceivers#now}. */
  private long earliest;

  private volatile long lastEnd;

  /**
   * @param first pause between the last want and the rescan, so that one serves many
   */
  SpoolRescan(Runnable rescan, Duration first) {
    this.rescan = rescan;
    this.pauses = new Backoff(first, Duration.ofMinutes(10));
  }

  void want() {
    wanted.set(true);
  }

  boolean wanted() {
    return wanted.get();
  }

  /** Called every second or so, by one thread, while the broker can be reached. */
  void runIfDue() {
    if (!wanted.get() || running.get()) {
      earliest = 0;
      return;
    }
    long now = QueueReceivers.now();
    if (earliest == 0) {
      if (now - lastEnd > Duration.ofMinutes(30).toMillis()) {
        pauses.reset();
      }
      earliest = now + pauses.next().toMillis();
    }
    if (now >= earliest) {
      earliest = 0;
      wanted.set(false);
      running.set(true);
      Thread.ofVirtual().name("queue-rescan").start(this::run);
    }
  }

  private void run() {
    try {
      LOG.log(Level.INFO, "queue: tickets may be lost; queueing again what the spool holds");
      rescan.run();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "queue: cannot queue again what the spool holds; trying again", e);
      want();
    } finally {
      lastEnd = QueueReceivers.now();
      running.set(false);
    }
  }
}
