package io.postern.gateway.queue;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Distinguishes tickets put before the last rescan of the spool from those put since: the rescan
 * has put all of the former again, so that in the queues they count no more. Else each rescan would
 * add a ticket for whatever waits for a destination that does not answer. Thread-safe.
 */
final class Generation {

  private final AtomicInteger current = new AtomicInteger();
  private volatile int oldest;

  /** Of tickets that are put now. */
  int now() {
    return current.get();
  }

  /** Whether tickets of that generation count. */
  boolean counts(int generation) {
    return generation >= oldest;
  }

  /** Runs a rescan; earlier tickets count no more when it has come to its end. */
  void renew(Runnable rescan) {
    int next = current.incrementAndGet();
    rescan.run();
    if (!Thread.currentThread().isInterrupted()) {
      oldest = next;
    }
  }
}
