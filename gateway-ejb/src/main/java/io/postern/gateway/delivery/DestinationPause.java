package io.postern.gateway.delivery;

import io.postern.gateway.disposition.Outcome;
import io.postern.gateway.routing.NextHop;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The pause of a destination after a failed connection, growing with each. Thread-safe. */
final class DestinationPause {

  private static final Duration FIRST = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private record Pause(Outcome failure, Optional<NextHop> host, Duration length, long endNanos) {}

  private volatile @Nullable Pause pause;

  /** The failure of the last connection and what is left of the pause; empty when there is none. */
  Optional<Sending.Paused> now(long nowNanos) {
    Pause current = pause;
    return current != null && nowNanos - current.endNanos() < 0
        ? Optional.of(
            new Sending.Paused(
                current.failure(), current.host(), Duration.ofNanos(current.endNanos() - nowNanos)))
        : Optional.empty();
  }

  /**
   * A connection failed, at a time that {@link System#nanoTime} gave.
   *
   * @param host with which it failed; empty when none was known
   */
  void begin(Outcome failure, Optional<NextHop> host, long nowNanos) {
    Pause before = pause;
    if (before != null && nowNanos - before.endNanos() < 0) {
      // Workers that tried at the same time as the one that failed first make it no longer.
      return;
    }
    Duration length = before == null ? FIRST : shorter(before.length().multipliedBy(2), LONGEST);
    pause = new Pause(failure, host, length, nowNanos + length.toNanos());
  }

  /** A connection succeeded. */
  void end() {
    if (pause != null) {
      pause = null;
    }
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
