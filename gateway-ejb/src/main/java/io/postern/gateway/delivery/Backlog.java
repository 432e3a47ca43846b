package io.postern.gateway.delivery;

import io.postern.gateway.routing.Destination;
import io.postern.gateway.routing.Route;
import io.postern.gateway.spool.RecipientGroup;
import io.postern.gateway.spool.RecipientState;
import io.postern.gateway.spool.Spool;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What waits for which destination, counted from the spool's own list of the unfinished, so that it
 * is true whatever tickets exist. Delivery pays nothing for it: it is counted when somebody looks,
 * at most once a second, from memory, and a domain's route is looked up once. Thread-safe.
 */
final class Backlog {

  private static final long SHORTEST_NANOS = Duration.ofSeconds(1).toNanos();

  /** Of a long list at most this share of the time is spent on counting. */
  private static final int SHARE = 10;

  private final Spool spool;
  private final Router router;
  private final ReentrantLock counting = new ReentrantLock();
  private final AtomicInteger settingsChanges = new AtomicInteger();

  private int countedAsOf;
  private Map<Destination, Amount> last = Map.of();
  private boolean counted;
  private long countAgainAt;

  Backlog(Spool spool, Router router) {
    this.spool = spool;
    this.router = router;
  }

  /** Routes may have changed. */
  void settingsChanged() {
    settingsChanges.incrementAndGet();
  }

  /** What waits for each destination that something waits for. */
  Map<Destination, Amount> waiting() {
    counting.lock();
    try {
      long began = System.nanoTime();
      int asOf = settingsChanges.get();
      if (counted && asOf == countedAsOf && began - countAgainAt < 0) {
        return last;
      }
      last = count();
      countedAsOf = asOf;
      counted = true;
      long now = System.nanoTime();
      countAgainAt = now + Math.max(SHORTEST_NANOS, (now - began) * SHARE);
      return last;
    } finally {
      counting.unlock();
    }
  }

  private Map<Destination, Amount> count() {
    Map<String, Optional<Destination>> routes = new HashMap<>();
    Map<String, Optional<Destination>> routesOfReleased = new HashMap<>();
    Map<Destination, Amount> amounts = new HashMap<>();
    Set<Destination> met = HashSet.newHashSet(1);
    long message = 0; // no message has that id
    for (RecipientGroup group : spool.groups()) {
      if (message != group.id().value()) {
        message = group.id().value();
        met.clear();
      }
      if (group.state() instanceof RecipientState.Waiting waiting) {
        Optional<Destination> to =
            (waiting.released() ? routesOfReleased : routes)
                .computeIfAbsent(group.domain(), domain -> destination(domain, waiting));
        if (to.isPresent()) {
          Amount more = new Amount(met.add(to.get()) ? 1 : 0, group.recipients());
          amounts.merge(to.get(), more, Amount::plus);
        }
      }
    }
    return Map.copyOf(amounts);
  }

  /** Empty when nowhere. */
  private Optional<Destination> destination(String domain, RecipientState state) {
    return router.route(domain, state).orElse(null) instanceof Route.To(Destination to)
        ? Optional.of(to)
        : Optional.empty();
  }
}
