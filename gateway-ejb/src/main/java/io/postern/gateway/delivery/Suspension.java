package io.postern.gateway.delivery;

import io.postern.gateway.delivery.smtp.Outcome;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The rest a next hop is given after a failed connection, growing with each. Thread-safe. */
final class Suspension {

  private static final Duration FIRST = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private record Rest(Outcome trouble, Duration length, long endNanos) {}

  private volatile @Nullable Rest rest;

  /** The failure of the last connection, while the rest lasts; null when one can be tried. */
  @Nullable Outcome trouble(long nowNanos) {
    Rest current = rest;
    return current != null && nowNanos - current.endNanos() < 0 ? current.trouble() : null;
  }

  /** A connection failed, at a time that {@link System#nanoTime} gave. */
  void begin(Outcome trouble, long nowNanos) {
    Rest before = rest;
    if (before != null && nowNanos - before.endNanos() < 0) {
      // Workers that tried at the same time as the one that failed first make it no longer.
      return;
    }
    Duration length = before == null ? FIRST : shorter(before.length().multipliedBy(2), LONGEST);
    rest = new Rest(trouble, length, nowNanos + length.toNanos());
  }

  /** A connection succeeded. */
  void end() {
    if (rest != null) {
      rest = null;
    }
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
