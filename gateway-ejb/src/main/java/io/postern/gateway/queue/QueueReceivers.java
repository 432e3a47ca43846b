package io.postern.gateway.queue;

import io.postern.gateway.routing.Destination;
import jakarta.jms.ConnectionFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** The receivers of all queues, and what they share. Thread-safe. */
final class QueueReceivers {

  private static final long ORIGIN = System.nanoTime();

  private final ConnectionFactory connections;
  private final ThreadFactory threads;
  private final Consumer<Ticket> taker;
  private final SpoolRescan spoolRescan;
  private final Generation generation;
  private final Duration idleTime;
  private final QueueNames names;
  private final List<QueueReceiver> receivers;

  /** Held by a call that may create a queue. */
  private final ReentrantLock creation = new ReentrantLock();

  private volatile boolean open;

  /**
   * @param idleTime how long after the last due time a receiver still holds its connection
   */
  QueueReceivers(
      ConnectionFactory connections,
      ThreadFactory threads,
      QueueNames names,
      Consumer<Ticket> taker,
      SpoolRescan spoolRescan,
      Generation generation,
      Duration idleTime) {
    this.connections = connections;
    this.threads = threads;
    this.names = names;
    this.taker = taker;
    this.spoolRescan = spoolRescan;
    this.generation = generation;
    this.idleTime = idleTime;
    List<QueueReceiver> made = new ArrayList<>(names.count());
    for (int i = 0; i < names.count(); i++) {
      made.add(new QueueReceiver(names.name(i), this));
    }
    this.receivers = List.copyOf(made);
  }

  /** Milliseconds of a clock that does not jump; at least 1. */
  static long now() {
    return (System.nanoTime() - ORIGIN) / 1_000_000 + 1;
  }

  QueueReceiver of(Destination destination) {
    return receivers.get(names.index(destination));
  }

  List<QueueReceiver> all() {
    return receivers;
  }

  void start() {
    open = true;
    receivers.forEach(QueueReceiver::openIfExpecting);
  }

  void stop() {
    open = false;
    receivers.forEach(QueueReceiver::close);
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

  Generation generation() {
    return generation;
  }

  ReentrantLock creation() {
    return creation;
  }

  Duration idleTime() {
    return idleTime;
  }
}
