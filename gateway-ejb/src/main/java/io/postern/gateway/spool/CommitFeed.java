package io.postern.gateway.spool;

import io.postern.gateway.spool.log.Position;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Passes the reader what was committed, on a thread of its own. What the committer brings is kept
 * in memory up to a bound; a reader that falls behind it gets them from the segments until it has
 * caught up.
 */
final class CommitFeed implements Runnable {

  private static final System.Logger LOG = System.getLogger("io.postern.gateway.spool");
  private static final int IN_MEMORY = 8192;
  private static final int AT_ONCE = 1024;
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(1);

  private final CommitReader reader;
  private final LogReader log;
  private final long safeAtStart;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Committed> queue = new ArrayDeque<>();

  /** Everything before it was passed on or is in the queue. */
  private long reached;

  private long committed;
  private boolean behind = true;
  private boolean closed;

  /**
   * @param committed end of what is on disk already
   */
  CommitFeed(CommitReader reader, LogReader log, long committed) {
    this.reader = reader;
    this.log = log;
    this.safeAtStart = reader.safePosition();
    this.committed = committed;
    this.reached = Position.of(Position.sequence(Math.max(0, safeAtStart)), 0);
  }

  /**
   * Takes what was committed.
   *
   * @param end position behind it
   */
  void committed(List<Committed> events, long end) {
    lock.lock();
    try {
      committed = end;
      if (!behind && queue.size() + events.size() <= IN_MEMORY) {
        queue.addAll(events);
        reached = end;
      } else {
        behind = true;
      }
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Whether the segment will not be read again. */
  boolean hasPassed(Segment segment) {
    lock.lock();
    try {
      return Position.sequence(reached) > segment.sequence();
    } finally {
      lock.unlock();
    }
  }

  /** Ends the thread when all that is committed was passed on. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void run() {
    List<Committed> events = next();
    while (!events.isEmpty()) {
      try {
        reader.read(events);
        events = next();
      } catch (RuntimeException e) {
        LOG.log(
            Level.ERROR,
            "spool: the audit journal did not take "
                + events.size()
                + " records; sending them again",
            e);
        if (isClosedAfterPause()) {
          return;
        }
      }
    }
  }

  /** Waits for something to pass on; empty when closed. */
  private List<Committed> next() {
    while (true) {
      long from;
      long to;
      lock.lock();
      try {
        while (queue.isEmpty() && (!behind || reached >= committed)) {
          behind = false;
          if (closed) {
            return List.of();
          }
          changed.awaitUninterruptibly();
        }
        if (!queue.isEmpty()) {
          List<Committed> events = new ArrayList<>(Math.min(AT_ONCE, queue.size()));
          while (!queue.isEmpty() && events.size() < AT_ONCE) {
            events.add(queue.remove());
          }
          return events;
        }
        from = reached;
        to = committed;
      } finally {
        lock.unlock();
      }
      try {
        LogReader.Part part = log.read(from, to, safeAtStart, AT_ONCE);
        caughtUpTo(part.position());
        if (!part.events().isEmpty()) {
          return part.events();
        }
      } catch (IOException | RuntimeException e) {
        LOG.log(
            Level.ERROR, "spool: cannot read the records for the audit journal; trying again", e);
        if (isClosedAfterPause()) {
          return List.of();
        }
      }
    }
  }

  private void caughtUpTo(long position) {
    lock.lock();
    try {
      reached = position;
    } finally {
      lock.unlock();
    }
  }

  private boolean isClosedAfterPause() {
    lock.lock();
    try {
      long left = PATIENCE;
      while (!closed && left > 0) {
        left = changed.awaitNanos(left);
      }
      return closed;
    } catch (InterruptedException e) {
      return closed; // not the way to end this thread
    } finally {
      lock.unlock();
    }
  }
}
