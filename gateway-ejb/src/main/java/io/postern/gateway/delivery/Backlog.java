package io.postern.gateway.delivery;

import io.postern.gateway.routing.NextHop;
import io.postern.gateway.routing.Route;
import io.postern.gateway.spool.QueuedMessage;
import io.postern.gateway.spool.RecipientState;
import io.postern.gateway.spool.Spool;
import io.postern.gateway.spool.SpoolId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What waits for which next hop, counted from the spool's own list of the unfinished, so that it is
 * true whatever tickets exist. Delivery pays nothing for it: it is counted when somebody looks, at
 * most once a second, and a message's routes are looked up once. Thread-safe.
 */
final class Backlog {

  private static final long SHORTEST_NANOS = Duration.ofSeconds(1).toNanos();

  /** Of a long list at most this share of the time is spent on counting. */
  private static final int SHARE = 10;

  private final Spool spool;
  private final Departures departures;
  private final ReentrantLock counting = new ReentrantLock();
  private final AtomicInteger settingsChanges = new AtomicInteger();

  /** Where the recipients of the messages seen last go to; empty when nowhere. */
  private Map<SpoolId, List<Optional<NextHop>>> routes = new HashMap<>();

  private int routesAsOf;
  private Map<NextHop, Amount> last = Map.of();
  private boolean counted;
  private long countAgainAt;

  Backlog(Spool spool, Departures departures) {
    this.spool = spool;
    this.departures = departures;
  }

  /** Routes may have changed. */
  void settingsChanged() {
    settingsChanges.incrementAndGet();
  }

  /** What waits for each next hop that something waits for. */
  Map<NextHop, Amount> waiting() {
    counting.lock();
    try {
      long began = System.nanoTime();
      int asOf = settingsChanges.get();
      if (asOf != routesAsOf) {
        routes.clear();
        routesAsOf = asOf;
      } else if (counted && began - countAgainAt < 0) {
        return last;
      }
      last = count();
      counted = true;
      long now = System.nanoTime();
      countAgainAt = now + Math.max(SHORTEST_NANOS, (now - began) * SHARE);
      return last;
    } finally {
      counting.unlock();
    }
  }

  private Map<NextHop, Amount> count() {
    Map<SpoolId, List<Optional<NextHop>>> seen = new HashMap<>();
    Map<NextHop, Amount> amounts = new HashMap<>();
    for (SpoolId id : spool.unfinishedIds()) {
      List<RecipientState> states = spool.states(id).orElse(List.of());
      if (states.stream().anyMatch(RecipientState.Waiting.class::isInstance)) {
        List<Optional<NextHop>> ways = routes.get(id);
        if (ways == null || states.stream().anyMatch(Departures::isReleased)) {
          ways = ways(id);
        }
        seen.put(id, ways);
        add(amounts, states, ways);
      }
    }
    routes = seen;
    return Map.copyOf(amounts);
  }

  private static void add(
      Map<NextHop, Amount> amounts, List<RecipientState> states, List<Optional<NextHop>> ways) {
    Set<NextHop> met = HashSet.newHashSet(1);
    for (int i = 0; i < ways.size(); i++) {
      if (states.get(i) instanceof RecipientState.Waiting && ways.get(i).isPresent()) {
        NextHop nextHop = ways.get(i).get();
        amounts.merge(nextHop, new Amount(met.add(nextHop) ? 1 : 0, 1), Amount::plus);
      }
    }
  }

  /** One per recipient; none for a message that has just finished, or cannot be read. */
  private List<Optional<NextHop>> ways(SpoolId id) {
    try {
      return spool.look(id).map(this::ways).orElse(List.of());
    } catch (IOException e) {
      // Why it cannot be read is logged by the attempt.
      return List.of();
    }
  }

  private List<Optional<NextHop>> ways(QueuedMessage message) {
    List<Optional<NextHop>> ways = new ArrayList<>(message.recipients().size());
    for (int i = 0; i < message.recipients().size(); i++) {
      ways.add(
          departures.route(message.recipients().get(i), message.states().get(i))
                  instanceof Route.To(NextHop nextHop)
              ? Optional.of(nextHop)
              : Optional.empty());
    }
    return ways;
  }
}
