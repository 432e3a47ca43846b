package io.postern.gateway.reception;

import io.postern.mail.Reply;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * Reports to the operator that content cannot be stored: at once, and then at most every ten
 * seconds, for it may be so for thousands of messages per second. Thread-safe.
 */
final class StorageFailure {

  private static final System.Logger LOG = System.getLogger(StorageFailure.class.getPackageName());
  private static final long PAUSE = TimeUnit.SECONDS.toNanos(10);

  private final Predicate<IOException> isFull;
  private final AtomicLong nextAt = new AtomicLong(System.nanoTime());
  private final AtomicLong unreported = new AtomicLong();

  StorageFailure(Predicate<IOException> isFull) {
    this.isFull = isFull;
  }

  /** The reply to the client whose content cannot be stored. */
  Reply replyTo(IOException what) {
    Reply reply = isFull.test(what) ? Replies.STORAGE_FULL : Replies.STORAGE_FAULT;
    report(what, reply);
    return reply;
  }

  private void report(IOException what, Reply reply) {
    long now = System.nanoTime();
    long at = nextAt.get();
    if (now - at < 0 || !nextAt.compareAndSet(at, now + PAUSE)) {
      unreported.incrementAndGet();
      return;
    }
    LOG.log(
        System.Logger.Level.WARNING,
        "reception: cannot store content ("
            + what.getMessage()
            + "; "
            + unreported.getAndSet(0)
            + " times unreported before); the clients get "
            + reply.code()
            + " and try again");
  }
}
