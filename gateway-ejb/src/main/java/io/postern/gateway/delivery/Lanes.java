package io.postern.gateway.delivery;

import io.postern.gateway.queue.Ticket;
import io.postern.gateway.routing.Destination;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The lanes of all destinations that have work or had some lately; a lane is made for its first
 * ticket and dropped when it has been idle for a time. Thread-safe.
 */
final class Lanes {

  /** Due tickets beyond the lanes' windows, over all lanes: some megabytes. */
  private static final int SHARED_ROOM = 50_000;

  /** Before the start and after the end. */
  private static final Duration NOT_OPEN = Duration.ofMillis(1);

  private static final Duration IDLE_KEPT = Duration.ofHours(1);
  private static final long PRUNE_NANOS = Duration.ofMinutes(1).toNanos();

  private final LaneCrew crew;
  private final Duration idleKept;
  private final SharedRoom shared = new SharedRoom(SHARED_ROOM);
  private final ConcurrentMap<Destination, Lane> lanes = new ConcurrentHashMap<>();
  private final AtomicLong lastPrune = new AtomicLong(System.nanoTime());
  private volatile boolean open;

  Lanes(LaneCrew crew) {
    this(crew, IDLE_KEPT);
  }

  /**
   * @param idleKept how long a lane without work is kept, for what it shows
   */
  Lanes(LaneCrew crew, Duration idleKept) {
    this.crew = crew;
    this.idleKept = idleKept;
  }

  /** Tickets are taken from now on. */
  void start() {
    open = true;
  }

  /**
   * Offers a due ticket to its lane; never blocks.
   *
   * @return zero when the lane has taken it; otherwise when it is to be offered again
   */
  Duration offer(Ticket ticket) {
    while (true) {
      if (!open) {
        return NOT_OPEN;
      }
      Lane lane = lane(ticket.destination());
      switch (lane.offer(ticket)) {
        case TAKEN, TAKEN_FOR_A_NEW_WORKER -> {
          return Duration.ZERO;
        }
        case FULL -> {
          return lane.putOff();
        }
        case RETIRED -> lanes.remove(ticket.destination(), lane);
      }
    }
  }

  private Lane lane(Destination destination) {
    Lane known = lanes.get(destination);
    if (known != null) {
      return known;
    }
    pruneIfDue();
    return lanes.computeIfAbsent(destination, absent -> new Lane(absent, crew, shared));
  }

  /** Memory grows with new lanes alone, so that is when old ones are looked for. */
  private void pruneIfDue() {
    long last = lastPrune.get();
    long now = System.nanoTime();
    if (now - last > PRUNE_NANOS && lastPrune.compareAndSet(last, now)) {
      prune();
    }
  }

  /** Drops lanes that have been idle long enough. */
  void prune() {
    lanes.values().removeIf(lane -> lane.retireIfIdleFor(idleKept));
  }

  /** Drops the lane of a destination that nothing will be sent to any more. */
  void forget(Destination destination) {
    lanes.remove(destination);
  }

  /** No ticket is taken or handed out from now on. */
  void stop() {
    open = false;
    lanes.values().forEach(Lane::stop);
  }

  /**
   * How they stand, in the order of their text.
   *
   * @param waiting what waits for each destination; one without a lane is shown too
   */
  List<LaneStatus> status(Map<Destination, Amount> waiting, Instant now) {
    prune();
    Set<Destination> destinations = new HashSet<>(lanes.keySet());
    destinations.addAll(waiting.keySet());
    return destinations.stream()
        .sorted(Comparator.comparing(Destination::toString))
        .map(to -> lanes.getOrDefault(to, new Lane(to, crew, shared)))
        .map(lane -> lane.status(waiting.getOrDefault(lane.destination(), Amount.NONE), now))
        .toList();
  }

  /** How many there are. */
  int size() {
    return lanes.size();
  }
}
