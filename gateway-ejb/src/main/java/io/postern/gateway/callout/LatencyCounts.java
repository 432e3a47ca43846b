package io.postern.gateway.callout;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;

/** Counts durations in buckets that double. Thread-safe, without contention. */
final class LatencyCounts {

  /** The last edge is 2^39 ns, some nine minutes. */
  private static final int BUCKETS = 40;

  private final LongAdder[] counts = new LongAdder[BUCKETS];
  private final LongAdder total = new LongAdder();

  LatencyCounts() {
    Arrays.setAll(counts, i -> new LongAdder());
  }

  void add(long nanos) {
    int bucket = Long.SIZE - Long.numberOfLeadingZeros(Math.max(nanos, 0));
    counts[Math.min(bucket, BUCKETS - 1)].increment();
    total.add(nanos);
  }

  Latency now() {
    return new Latency(
        Arrays.stream(counts).map(LongAdder::sum).toList(), Duration.ofNanos(total.sum()));
  }
}
