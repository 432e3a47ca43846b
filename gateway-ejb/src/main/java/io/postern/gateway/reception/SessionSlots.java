package io.postern.gateway.reception;

import io.postern.gateway.settings.Settings;
import io.postern.mail.Reply;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Counts the sessions at once, in all and per client. Thread-safe. */
final class SessionSlots {

  private final AtomicInteger taken = new AtomicInteger();
  private volatile @Nullable Thread waiter;
  private final ConcurrentMap<Long, Integer> perClient = new ConcurrentHashMap<>();

  /** Takes a slot; the reply when there is none. */
  Optional<Reply> take(InetAddress client, Settings.Limits limits) {
    if (taken.incrementAndGet() > limits.sessions()) {
      taken.decrementAndGet();
      return Optional.of(Replies.TOO_MANY_SESSIONS);
    }
    if (perClient.merge(ClientNetwork.key(client), 1, Integer::sum) > limits.sessionsPerClient()) {
      giveBack(client);
      return Optional.of(Replies.TOO_MANY_FROM_CLIENT);
    }
    return Optional.empty();
  }

  void giveBack(InetAddress client) {
    perClient.compute(
        ClientNetwork.key(client), (key, count) -> count == null || count == 1 ? null : count - 1);
    if (taken.decrementAndGet() == 0) {
      LockSupport.unpark(waiter);
    }
  }

  int taken() {
    return taken.get();
  }

  /** Whether nine of ten slots are taken, so that clients which hold one for nothing must go. */
  boolean areScarce(Settings.Limits limits) {
    return taken.get() >= limits.sessions() - limits.sessions() / 10;
  }

  /** Waits until every slot was given back; one caller at a time. */
  boolean awaitNone(Duration time) {
    long deadline = System.nanoTime() + time.toNanos();
    waiter = Thread.currentThread();
    try {
      long rest = time.toNanos();
      while (taken.get() > 0 && rest > 0 && !Thread.currentThread().isInterrupted()) {
        LockSupport.parkNanos(this, rest);
        rest = deadline - System.nanoTime();
      }
      return taken.get() == 0;
    } finally {
      waiter = null;
    }
  }
}
