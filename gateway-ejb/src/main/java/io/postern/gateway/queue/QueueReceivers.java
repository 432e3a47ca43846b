package io.postern.gateway.queue;

import io.postern.gateway.routing.NextHop;
import jakarta.jms.ConnectionFactory;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;

/** The receivers of all next hops, and what they share. Thread-safe. */
final class QueueReceivers {

  private static final long ORIGIN = System.nanoTime();

  private final ConnectionFactory connections;
  private final ThreadFactory threads;
  private final Consumer<Ticket> taker;
  private final SpoolRescan spoolRescan;
  private final Duration idleTime;
  private final ConcurrentMap<NextHop, QueueReceiver> receivers = new ConcurrentHashMap<>();
  private volatile boolean open;

  /**
   * @param idleTime how long after the last due time a receiver still holds its connection
   */
  QueueReceivers(
      ConnectionFactory connections,
      ThreadFactory threads,
      Consumer<Ticket> taker,
      SpoolRescan spoolRescan,
      Duration idleTime) {
    this.connections = connections;
    this.threads = threads;
    this.taker = taker;
    this.spoolRescan = spoolRescan;
    this.idleTime = idleTime;
  }

  /** Milliseconds of a clock that does not jump; at least 1. */
  static long now() {
    return (System.nanoTime() - ORIGIN) / 1_000_000 + 1;
  }

  QueueReceiver of(NextHop nextHop) {
    QueueReceiver known = receivers.get(nextHop);
    return known != null
        ? known
        : receivers.computeIfAbsent(nextHop, hop -> new QueueReceiver(hop, this));
  }

  /** Receives no more for a next hop, until there is another ticket for it. */
  void forget(NextHop nextHop) {
    QueueReceiver known = receivers.remove(nextHop);
    if (known != null) {
      known.close();
    }
  }

  Collection<QueueReceiver> all() {
    return receivers.values();
  }

  void start() {
    open = true;
    receivers.values().forEach(QueueReceiver::open);
  }

  void stop() {
    open = false;
    receivers.values().forEach(QueueReceiver::close);
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

  SpoolRescan spoolRescan() {
    return spoolRescan;
  }

  Duration idleTime() {
    return idleTime;
  }
}
