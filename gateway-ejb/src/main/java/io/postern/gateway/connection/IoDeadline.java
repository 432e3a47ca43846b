package io.postern.gateway.connection;

import java.time.Duration;

/**
 * Until when something must be done.
 *
 * @param begun of {@link System#nanoTime}
 * @param nanos the time there is from then on
 */
public record IoDeadline(long begun, long nanos) {

  /** From now on. */
  public static IoDeadline in(long nanos) {
    return new IoDeadline(System.nanoTime(), nanos);
  }

  /** From now on. */
  public static IoDeadline in(Duration time) {
    return in(time.toNanos());
  }

  /**
   * Whether the time is over.
   *
   * @param now of {@link System#nanoTime}
   * @param divisor 1, or more to give only that part of the time
   */
  boolean isOver(long now, int divisor) {
    return now - begun >= nanos / divisor;
  }
}
