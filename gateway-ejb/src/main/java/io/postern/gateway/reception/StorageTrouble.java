package io.postern.gateway.reception;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tells the operator that content cannot be stored: at once, and then at most every ten seconds,
 * for it may be so for thousands of messages per second. Thread-safe.
 */
final class StorageTrouble {

  private static final System.Logger LOG = System.getLogger(StorageTrouble.class.getPackageName());
  private static final long PAUSE = TimeUnit.SECONDS.toNanos(10);

  private final AtomicLong nextAt = new AtomicLong(System.nanoTime());
  private final AtomicLong untold = new AtomicLong();

  void tell(IOException what) {
    long now = System.nanoTime();
    long at = nextAt.get();
    if (now - at < 0 || !nextAt.compareAndSet(at, now + PAUSE)) {
      untold.incrementAndGet();
      return;
    }
    LOG.log(
        System.Logger.Level.WARNING,
        "reception: cannot store content ("
            + what.getMessage()
            + "; "
            + untold.getAndSet(0)
            + " times untold before); the clients get 451 and try again");
  }
}
