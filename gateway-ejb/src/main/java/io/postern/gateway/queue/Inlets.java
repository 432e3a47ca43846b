package io.postern.gateway.queue;

import io.postern.gateway.routing.NextHop;
import jakarta.jms.ConnectionFactory;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;

/** The inlets of all next hops, and what they share. Thread-safe. */
final class Inlets {

  private static final long ORIGIN = System.nanoTime();

  private final ConnectionFactory connections;
  private final ThreadFactory threads;
  private final Consumer<Ticket> taker;
  private final Rescans rescans;
  private final Duration idleTime;
  private final ConcurrentMap<NextHop, Inlet> inlets = new ConcurrentHashMap<>();
  private volatile boolean open;

  /**
   * @param idleTime how long after the last due time an inlet still holds its connection
   */
  Inlets(
      ConnectionFactory connections,
      ThreadFactory threads,
      Consumer<Ticket> taker,
      Rescans rescans,
      Duration idleTime) {
    this.connections = connections;
    this.threads = threads;
    this.taker = taker;
    this.rescans = rescans;
    this.idleTime = idleTime;
  }

  /** Milliseconds of a clock that does not jump; at least 1. */
  static long now() {
    return (System.nanoTime() - ORIGIN) / 1_000_000 + 1;
  }

  Inlet of(NextHop nextHop) {
    Inlet known = inlets.get(nextHop);
    return known != null ? known : inlets.computeIfAbsent(nextHop, hop -> new Inlet(hop, this));
  }

  /** Receives no more for a next hop, until there is another ticket for it. */
  void forget(NextHop nextHop) {
    Inlet known = inlets.remove(nextHop);
    if (known != null) {
      known.close();
    }
  }

  Collection<Inlet> all() {
    return inlets.values();
  }

  void start() {
    open = true;
    inlets.values().forEach(Inlet::open);
  }

  void stop() {
    open = false;
    inlets.values().forEach(Inlet::close);
  }

  boolean open() {
    return open;
  }

  ConnectionFactory connections() {
    return connections;
  }

  ThreadFactory threads() {
    return threads;
  }

  Consumer<Ticket> taker() {
    return taker;
  }

  Rescans rescans() {
    return rescans;
  }

  Duration idleTime() {
    return idleTime;
  }
}
