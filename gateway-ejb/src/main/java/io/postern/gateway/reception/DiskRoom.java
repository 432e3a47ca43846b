package io.postern.gateway.reception;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * Room for new mail, looked at once a second: MAIL may come thousands of times in it, and the spool
 * decides in the end. Thread-safe.
 */
final class DiskRoom {

  /** Asks the system. */
  @FunctionalInterface
  interface Source {
    /** Octets; negative when there is less than must stay free. */
    long room() throws IOException;
  }

  private record Seen(long room, long at) {}

  private static final long VALID = TimeUnit.SECONDS.toNanos(1);

  private final Source source;
  private volatile Seen seen = new Seen(Long.MAX_VALUE, System.nanoTime() - VALID);

  DiskRoom(Source source) {
    this.source = source;
  }

  boolean isFor(long octets) {
    Seen last = seen;
    long now = System.nanoTime();
    if (now - last.at() >= VALID) {
      last = new Seen(look(), now);
      seen = last;
    }
    return octets <= last.room();
  }

  private long look() {
    try {
      return source.room();
    } catch (IOException e) {
      return Long.MAX_VALUE; // The spool finds out when it writes, and reports it.
    }
  }
}
