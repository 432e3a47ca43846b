package io.postern.gateway.delivery.smtp;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Closes the sockets of steps that are overdue. One thread for all sessions: a step costs two
 * volatile writes instead of a timer, and a blocked write is ended as well as a blocked read.
 */
final class Watchdog implements AutoCloseable {

  private final Set<Wire> wires = ConcurrentHashMap.newKeySet();
  private final Thread thread;

  Watchdog(Duration period) {
    long millis = Math.max(1, period.toMillis());
    thread = Thread.ofVirtual().name("delivery-watchdog").start(() -> watch(millis));
  }

  void watch(Wire wire) {
    wires.add(wire);
  }

  void forget(Wire wire) {
    wires.remove(wire);
  }

  private void watch(long millis) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Thread.sleep(millis);
        long now = System.nanoTime();
        wires.forEach(wire -> wire.endIfOverdue(now));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends every session at once. */
  @Override
  public void close() {
    thread.interrupt();
    wires.forEach(Wire::close);
  }
}
