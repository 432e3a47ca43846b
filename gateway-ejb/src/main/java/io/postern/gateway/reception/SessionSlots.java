package io.postern.gateway.reception;

import io.postern.gateway.settings.Settings;
import io.postern.mail.Reply;
import java.net.InetAddress;
import java.nio.ByteBuffer;
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
    if (perClient.merge(key(client), 1, Integer::sum) > limits.sessionsPerClient()) {
      giveBack(client);
      return Optional.of(Replies.TOO_MANY_FROM_CLIENT);
    }
    return Optional.empty();
  }

  void giveBack(InetAddress client) {
    perClient.compute(key(client), (key, count) -> count == null || count == 1 ? null : count - 1);
    if (taken.decrementAndGet() == 0) {
      LockSupport.unpark(waiter);
    }
  }

  int taken() {
    return taken.get();
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

  /** An IPv4 address, or the 64 bits of an IPv6 network within which a client picks addresses. */
  private static Long key(InetAddress client) {
    byte[] octets = client.getAddress();
    return octets.length == 4
        ? ByteBuffer.wrap(octets).getInt()
        : ByteBuffer.wrap(octets).getLong();
  }
}
