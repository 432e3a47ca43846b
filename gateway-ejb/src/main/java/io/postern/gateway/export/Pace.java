package io.postern.gateway.export;

import java.time.Duration;

/**
 * How events are put together, and when a target that failed is tried again.
 *
 * @param batch events at most
 * @param delay how long an event may wait for others
 * @param firstPause after a first failure; doubled with each further one
 * @param longestPause between two attempts
 */
record Pace(int batch, Duration delay, Duration firstPause, Duration longestPause) {

  static Pace of(int batch, Duration delay) {
    return new Pace(batch, delay, Duration.ofSeconds(1), Duration.ofMinutes(1));
  }

  /**
   * @param failures in a row, at least 1
   * @param random from 0 to 1: pauses of several targets are not to end together
   */
  Duration pause(int failures, double random) {
    double pause = firstPause.toMillis() * Math.pow(2, Math.min(failures, 30) - 1.0);
    return Duration.ofMillis(
        (long) (Math.min(pause, longestPause.toMillis()) * (0.8 + 0.2 * random)));
  }
}
