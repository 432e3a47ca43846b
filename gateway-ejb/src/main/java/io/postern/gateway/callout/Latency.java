package io.postern.gateway.callout;

import java.time.Duration;
import java.util.List;

/**
 * How long calls took.
 *
 * @param counts element {@code i} counts the calls of less than 2<sup>i</sup> and at least
 *     2<sup>i-1</sup> nanoseconds; the last element also all longer ones
 * @param total of all calls
 */
public record Latency(List<Long> counts, Duration total) {

  public Latency {
    counts = List.copyOf(counts);
  }

  public long calls() {
    return counts.stream().mapToLong(Long::longValue).sum();
  }

  /**
   * A time that the given share of calls did not exceed: the upper edge of its bucket, zero without
   * calls.
   *
   * @param share 0 to 1
   */
  public Duration quantile(double share) {
    long wanted = (long) Math.ceil(calls() * share);
    long seen = 0;
    for (int i = 0; i < counts.size(); i++) {
      seen += counts.get(i);
      if (seen >= wanted && seen > 0) {
        return Duration.ofNanos(1L << i);
      }
    }
    return Duration.ZERO;
  }
}
