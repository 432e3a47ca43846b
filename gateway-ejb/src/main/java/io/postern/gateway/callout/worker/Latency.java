package io.postern.gateway.callout.worker;

import java.time.Duration;

/**
 * How long calls took, to two significant digits.
 *
 * @param calls that are counted here
 * @param median half of them took no longer; zero without calls
 * @param p99 99 of 100 took no longer; zero without calls
 * @param longest zero without calls
 */
public record Latency(long calls, Duration median, Duration p99, Duration longest) {

  /** Of no calls. */
  public static final Latency NONE = new Latency(0, Duration.ZERO, Duration.ZERO, Duration.ZERO);

  /** The median in microseconds. */
  public double medianMicros() {
    return median.toNanos() / 1e3;
  }

  /** 99 of 100 calls took no longer, in microseconds. */
  public double p99Micros() {
    return p99.toNanos() / 1e3;
  }
}
