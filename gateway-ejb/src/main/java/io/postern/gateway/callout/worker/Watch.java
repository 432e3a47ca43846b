package io.postern.gateway.callout.worker;

import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One thread that looks at what runs every few milliseconds, for all who would otherwise need a
 * timer each: a timed wait of a virtual thread starts and stops one of the scheduler's, which costs
 * more than most callouts take. Sleeps while nothing runs. Thread-safe.
 */
final class Watch implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger("io.postern.gateway.callout");

  /** So late may a missed deadline be noticed. */
  private static final long PAUSE = Duration.ofMillis(1).toNanos();

  /** Work comes in bursts, and falling asleep between them would make the next one wake it. */
  private static final long LINGER = Duration.ofMillis(200).toNanos();

  private static final long AFTER_FAILURE = Duration.ofSeconds(1).toNanos();

  /** What is looked at. */
  interface Look {
    /**
     * @return whether anything runs
     */
    boolean around(long now);
  }

  private final ThreadFactory threads;
  private final Look look;
  private volatile boolean asleep = true;
  private volatile boolean closed;
  private @Nullable Thread thread;

  Watch(ThreadFactory threads, Look look) {
    this.threads = threads;
    this.look = look;
  }

  /**
   * Something begins to run. To be called after {@link Look#around} can see it.
   *
   * @throws OutOfMemoryError when no thread can be made
   */
  void stayAwake() {
    if (asleep) {
      wake();
    }
  }

  private synchronized void wake() {
    if (thread == null && !closed) {
      Thread made = threads.newThread(this::watch);
      made.start();
      thread = made;
    }
    // Last: when no thread could be made, the next to begin tries again.
    asleep = false;
    LockSupport.unpark(thread);
  }

  private void watch() {
    long lastSeen = System.nanoTime();
    while (!closed) {
      long now = System.nanoTime();
      if (around(now)) {
        lastSeen = now;
      } else if (now - lastSeen > LINGER) {
        asleep = true;
        // What began before it was said so must not be slept through.
        if (!around(System.nanoTime())) {
          while (asleep && !closed) {
            LockSupport.park(this);
          }
        }
        asleep = false;
        lastSeen = System.nanoTime();
      }
      LockSupport.parkNanos(this, PAUSE);
    }
  }

  /** Without a watch every deadline would be missed unseen, so nothing ends it. */
  private boolean around(long now) {
    try {
      return look.around(now);
    } catch (Throwable t) {
      // Memory, most likely.
      LOG.log(
          System.Logger.Level.ERROR,
          "callout: cannot look after callouts at work ("
              + Thrown.described(t)
              + "); trying again in a second");
      LockSupport.parkNanos(this, AFTER_FAILURE);
      return true;
    }
  }

  /** Ends it; what still runs is not looked at any more. */
  @Override
  public synchronized void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
