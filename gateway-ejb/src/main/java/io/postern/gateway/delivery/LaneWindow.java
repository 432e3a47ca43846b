package io.postern.gateway.delivery;

import io.postern.gateway.queue.Ticket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The due tickets of a lane in their order, and how many workers it has for them. Its lock is never
 * held over I/O. Thread-safe.
 */
final class LaneWindow {

  /** Tickets that every lane may hold. */
  static final int SIZE = 256;

  /** The result of offering a ticket. */
  enum Offer {
    TAKEN,
    /** Taken, and a worker was counted that is now to be started. */
    TAKEN_FOR_A_NEW_WORKER,
    FULL,
    /** The lane is no longer in use: another one takes its place. */
    RETIRED
  }

  private final SharedRoom shared;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private ArrayDeque<Ticket> tickets = new ArrayDeque<>();

  /** How many tickets are in shared room. */
  private int beyond;

  private boolean large;
  private int workers;
  private int idle;
  private boolean retired;
  private boolean stopped;

  /** How many tickets there were when one was refused; 0 when none was since it was half empty. */
  private int full;

  private long fullSince;

  /** There may be use for another worker. */
  private volatile boolean workerWanted;

  LaneWindow(SharedRoom shared) {
    this.shared = shared;
  }

  /**
   * @param more whether shared room may be used
   * @param mostWorkers that the lane may have now
   */
  Offer offer(Ticket ticket, boolean more, int mostWorkers) {
    lock.lock();
    try {
      if (retired) {
        return Offer.RETIRED;
      }
      if (tickets.size() >= SIZE && !(more && shared.take(beyond))) {
        if (full == 0) {
          full = tickets.size();
          fullSince = System.nanoTime();
        }
        return Offer.FULL;
      }
      if (tickets.size() >= SIZE) {
        beyond++;
        large |= beyond > SIZE;
      }
      tickets.add(ticket);
      if (idle > 0) {
        arrived.signal();
      }
      return countWorker(mostWorkers) ? Offer.TAKEN_FOR_A_NEW_WORKER : Offer.TAKEN;
    } finally {
      lock.unlock();
    }
  }

  /** Counts a worker when there is use for one, which is then to be started. */
  boolean hire(int mostWorkers) {
    lock.lock();
    try {
      return countWorker(mostWorkers);
    } finally {
      lock.unlock();
    }
  }

  private boolean countWorker(int most) {
    boolean wanted = !stopped && tickets.size() > idle && workers < most;
    if (wanted) {
      workers++;
    }
    return wanted;
  }

  /** A worker ended. */
  void left() {
    lock.lock();
    try {
      workers--;
    } finally {
      lock.unlock();
    }
  }

  /** The next ticket; null when none came in time, or after {@link #stop}. */
  @Nullable Ticket next(Duration time) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = time.toNanos();
      while (tickets.isEmpty() && !stopped && left > 0) {
        idle++;
        try {
          left = arrived.awaitNanos(left);
        } finally {
          idle--;
        }
      }
      if (stopped || tickets.isEmpty()) {
        return null;
      }
      Ticket ticket = tickets.remove();
      freed();
      workerWanted = tickets.size() > idle;
      return ticket;
    } finally {
      lock.unlock();
    }
  }

  private void freed() {
    int size = tickets.size();
    if (beyond > Math.max(0, size - SIZE)) {
      beyond--;
      shared.giveBack();
    }
    if (size == 0 && large) {
      // What a long queue took is given back.
      tickets = new ArrayDeque<>();
      large = false;
    }
    if (2 * size < full) {
      full = 0;
    }
  }

  /** Whether {@link #hire} is worth a call. */
  boolean isWorkerWanted() {
    return workerWanted;
  }

  /** Since when tickets are refused; zero when none was since the window was half empty. */
  Duration fullFor() {
    lock.lock();
    try {
      return full == 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - fullSince);
    } finally {
      lock.unlock();
    }
  }

  /** Takes no more from now on, unless there is something to be done. */
  boolean retire() {
    lock.lock();
    try {
      retired = retired || (tickets.isEmpty() && workers == 0);
      return retired;
    } finally {
      lock.unlock();
    }
  }

  /** Hands out no more; what is left is found in the spool by the next start. */
  void stop() {
    lock.lock();
    try {
      stopped = true;
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
