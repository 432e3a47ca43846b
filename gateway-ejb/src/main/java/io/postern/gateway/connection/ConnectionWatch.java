package io.postern.gateway.connection;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;

/**
 * Ends reads and writes that have missed their deadlines. One thread for many connections: a read
 * costs two volatile writes instead of a timer, and a blocked write is ended as well as a blocked
 * read. Thread-safe.
 */
public final class ConnectionWatch implements AutoCloseable {

  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private final IntSupplier divisor;
  private final Thread thread;

  /**
   * @param name of the thread
   * @param period between two looks, by which a deadline is noticed late at most
   * @param divisor asked at each look: 1, or more to give only that part of every time
   */
  public ConnectionWatch(String name, Duration period, IntSupplier divisor) {
    this.divisor = divisor;
    long millis = Math.max(1, period.toMillis());
    this.thread =
        Thread.ofVirtual()
            .name(name)
            .inheritInheritableThreadLocals(false)
            .unstarted(() -> watch(millis));
  }

  /** Begins to look; to be called once. */
  public void start() {
    thread.start();
  }

  void add(Connection connection) {
    connections.add(connection);
  }

  void remove(Connection connection) {
    connections.remove(connection);
  }

  private void watch(long millis) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Thread.sleep(millis);
        long now = System.nanoTime();
        int part = divisor.getAsInt();
        for (Connection connection : connections) {
          connection.endIfLate(now, part);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Looks no more, and closes all connections at once. */
  @Override
  public void close() {
    thread.interrupt();
    connections.forEach(Connection::close);
  }
}
