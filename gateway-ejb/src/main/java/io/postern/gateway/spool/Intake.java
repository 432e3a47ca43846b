package io.postern.gateway.spool;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Where records wait for the committer. Its lock also guards the {@link MessageIndex}: what is
 * handed in under it stands in the log in the order in which the index saw it. No I/O is done under
 * it.
 */
final class Intake {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private List<PendingRecord> waiting = new ArrayList<>();
  private boolean closed;

  void lock() {
    lock.lock();
  }

  void unlock() {
    lock.unlock();
  }

  /**
   * The caller holds the lock.
   *
   * @throws SpoolUnavailable when closed
   */
  void add(PendingRecord pending) {
    requireOpen();
    waiting.add(pending);
    if (waiting.size() == 1) {
      arrived.signal();
    }
  }

  /** The caller holds the lock. */
  void requireOpen() {
    if (closed) {
      throw new SpoolUnavailable("spool: closed", false);
    }
  }

  void handIn(PendingRecord pending) {
    lock.lock();
    try {
      add(pending);
    } finally {
      lock.unlock();
    }
  }

  /** Everything that waits; waits itself for that, for the close, or for so many nanoseconds. */
  List<PendingRecord> take(long nanos) {
    lock.lock();
    try {
      long left = nanos;
      while (waiting.isEmpty() && !closed && left > 0) {
        left = arrived.awaitNanos(left);
      }
      List<PendingRecord> taken = waiting;
      waiting = new ArrayList<>(Math.max(16, taken.size()));
      return taken;
    } catch (InterruptedException e) {
      // The committer is nobody's to interrupt; it ends by the close.
      return List.of();
    } finally {
      lock.unlock();
    }
  }

  boolean isEmpty() {
    lock.lock();
    try {
      return waiting.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      arrived.signal();
    } finally {
      lock.unlock();
    }
  }
}
