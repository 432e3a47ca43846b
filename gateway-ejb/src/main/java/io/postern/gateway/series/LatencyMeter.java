package io.postern.gateway.series;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/**
 * How long messages took, to two significant digits, up to an hour. A recording is wait-free, from
 * any thread; intervals are taken by one thread at a time.
 */
final class LatencyMeter {

  private static final long LONGEST = Duration.ofHours(1).toNanos() / 1_000;
  private static final int DIGITS = 2;

  private final Recorder recorder = new Recorder(LONGEST, DIGITS);
  private @Nullable Histogram interval;

  void record(Instant from, Instant until) {
    recorder.recordValue(Math.clamp(from.until(until, ChronoUnit.MICROS), 0, LONGEST));
  }

  /** Puts the percentiles since the last call into the values, if there was a message. */
  void take(long[] values) {
    Histogram taken = recorder.getIntervalHistogram(interval);
    interval = taken;
    if (taken.getTotalCount() > 0) {
      values[SeriesName.LATENCY_P50.ordinal()] = taken.getValueAtPercentile(50);
      values[SeriesName.LATENCY_P99.ordinal()] = taken.getValueAtPercentile(99);
    }
  }
}
