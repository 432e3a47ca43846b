package io.postern.gateway.web.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who came in from where lately, so that a program that sends its password with every request is
 * recorded once an hour and not each time. Thread-safe.
 */
final class Arrivals {

  static final Duration LATELY = Duration.ofHours(1);
  private static final int MOST = 1_000;

  private final InstantSource clock;
  private final Map<String, Instant> seen =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
          return size() > MOST;
        }
      };

  Arrivals(InstantSource clock) {
    this.clock = clock;
  }

  /** Whether this user did not come from this address within the last hour; remembers it. */
  synchronized boolean isNew(String user, String address) {
    Instant now = clock.instant();
    String pair = address + ' ' + user;
    Instant before = seen.get(pair);
    if (before != null && now.isBefore(before.plus(LATELY))) {
      return false;
    }
    seen.remove(pair);
    seen.put(pair, now);
    return true;
  }
}
