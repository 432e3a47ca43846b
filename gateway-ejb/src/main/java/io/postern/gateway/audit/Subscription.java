package io.postern.gateway.audit;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A reader with a name, whose position survives restarts: lines it is not done with come again
 * after a crash, and no file is removed before it is done with it. At most one subscription of a
 * name is to be open at a time.
 */
public final class Subscription implements AutoCloseable {

  private static final Logger LOG = System.getLogger(Subscription.class.getPackageName());
  private static final long SAVE_LINES = 1_000;
  private static final long SAVE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final String name;
  private final FileCatalog catalog;
  private final Positions positions;
  private final ReentrantLock saving = new ReentrantLock();
  private JournalReader reader;
  private long lostBefore;
  private volatile long done;
  private volatile long saved;
  private long savedAt = System.nanoTime();

  /**
   * @param first the position of a name that has none yet
   */
  Subscription(String name, FileCatalog catalog, Positions positions, long first) {
    this.name = name;
    this.catalog = catalog;
    this.positions = positions;
    saved = positions.get(name).orElse(-1);
    done = saved < 0 ? first : saved;
    reader = new JournalReader(catalog, done + 1);
    save();
  }

  /** As {@link JournalReader#read}. */
  public List<JournalLine> read(int limit, Duration wait) throws InterruptedException {
    return reader.read(limit, wait);
  }

  /**
   * Says that everything up to this line needs not come again. On disk within a second, if {@link
   * #save} is called when idle.
   */
  public void done(long sequence) {
    done = sequence;
    if (sequence - saved >= SAVE_LINES || System.nanoTime() - savedAt >= SAVE_NANOS) {
      save();
    }
  }

  /**
   * Goes on after this line, wherever the position was: for a reader whose destination knows how
   * far it is. Files before the line need not be kept; lines after it that are gone already count
   * as {@link #lost}.
   */
  public void moveTo(long sequence) {
    done = sequence;
    again();
    save();
  }

  /** Number of the journal's last line. */
  public long last() {
    return catalog.contents().last();
  }

  /**
   * Lines that could not be read so far: damaged, or removed before they were read. For the reading
   * thread.
   */
  public long lost() {
    return lostBefore + reader.lost();
  }

  /** Number of the last line that is done with. */
  public long position() {
    return done;
  }

  /** Lines between the position and the journal's end. */
  public long behind() {
    return Math.max(0, catalog.contents().last() - done);
  }

  /** Goes back to the line after the position. */
  public void again() {
    lostBefore += reader.lost();
    reader.close();
    reader = new JournalReader(catalog, done + 1);
  }

  /** Makes the position durable. When that fails the older one stands, and it is tried later. */
  public void save() {
    saving.lock();
    // It would close the file that is written.
    boolean interrupted = Thread.interrupted();
    try {
      long now = done;
      savedAt = System.nanoTime();
      if (now != saved) {
        positions.save(name, now);
        saved = now;
      }
    } catch (IOException e) {
      LOG.log(
          Level.WARNING,
          "journal: cannot save the position of %s (%s); events may come again after a crash"
              .formatted(name, e),
          e);
    } finally {
      saving.unlock();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Interrupts a thread that uses this, but not while it makes the position durable. */
  void interrupt(Thread user) {
    saving.lock();
    try {
      user.interrupt();
    } finally {
      saving.unlock();
    }
  }

  @Override
  public void close() {
    save();
    reader.close();
  }
}
