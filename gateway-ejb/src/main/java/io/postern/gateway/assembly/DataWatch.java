package io.postern.gateway.assembly;

import io.postern.gateway.audit.Journal;
import io.postern.gateway.notice.Notice;
import io.postern.gateway.notice.Notices;
import io.postern.gateway.spool.Spool;
import io.postern.gateway.thread.UninterruptibleThread;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes down twice a minute what spool and journal hold, and raises what stands until an operator
 * has dealt with it: what lies in {@code spool/damaged}. Runs a thread of its own.
 */
final class DataWatch implements AutoCloseable {

  private static final Logger LOG = System.getLogger(DataWatch.class.getPackageName());
  private static final long PERIOD_SECONDS = 30;

  /** While the spool recovers the messages of the last run. */
  private static final long RECOVERY_PERIOD_SECONDS = 1;

  private final Path data;
  private final Spool spool;
  private final Journal journal;
  private final Notices notices;
  private final LostLists lost;
  private volatile int before;
  private final Clock clock;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final ReentrantLock looking = new ReentrantLock();
  private final Thread thread;

  /**
   * @param before how many messages were unfinished when that was last written down
   */
  DataWatch(
      Path data,
      Spool spool,
      Journal journal,
      Notices notices,
      LostLists lost,
      int before,
      Clock clock) {
    this.data = data;
    this.spool = spool;
    this.journal = journal;
    this.notices = notices;
    this.lost = lost;
    this.before = before;
    this.clock = clock;
    look();
    thread = UninterruptibleThread.started("postern-data-watch", this::run);
  }

  private void run() {
    try {
      while (!closing.await(period(), TimeUnit.SECONDS)) {
        look();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("this thread ignores interrupts", e);
    }
  }

  /** So many messages are unfinished; nobody sees them yet. */
  void recovered(int unfinished) {
    before = unfinished;
    look();
  }

  private long period() {
    return spool.isRecovered() ? PERIOD_SECONDS : RECOVERY_PERIOD_SECONDS;
  }

  private void look() {
    // The thread of the spool's recovery looks too; of two numbers the newer one has to stay.
    looking.lock();
    try {
      lookAlone();
    } finally {
      looking.unlock();
    }
  }

  private void lookAlone() {
    writeDown(false);
    lost.look();
    if (!journal.restoredPositions().isEmpty()) {
      notices.raise(
          "journal.positions",
          Notice.Effect.WARNING,
          "how far %s had read the audit journal could not be read; some events were sent again"
              .formatted(String.join(", ", journal.restoredPositions())));
    }
  }

  private void writeDown(boolean closed) {
    try {
      // Until all are known again, the number from before is the best there is.
      boolean counted = spool.isRecovered();
      int unfinished = counted ? spool.size() : before;
      new LastKnown(
              journal.known(), unfinished, spool.idCeiling(), closed && counted, clock.instant())
          .write(data);
    } catch (IOException e) {
      LOG.log(
          Level.WARNING,
          "gateway: cannot write {0} in {1} ({2}); a loss may go unnoticed at the next start",
          LastKnown.FILE,
          data,
          e.getMessage());
    }
  }

  /** Spool and journal are closed. */
  void closed() {
    writeDown(true);
  }

  @Override
  public void close() throws InterruptedException {
    closing.countDown();
    thread.join();
    // A message that was set aside since the last look would be missed at the next start.
    look();
  }
}
