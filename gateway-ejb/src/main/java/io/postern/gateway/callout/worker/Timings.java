package io.postern.gateway.callout.worker;

import java.time.Duration;
import org.HdrHistogram.AtomicHistogram;
import org.HdrHistogram.Histogram;

/**
 * A histogram of durations, to two significant digits, up to an hour. Thread-safe: an addition is
 * two atomic increments, in one of several histograms by the thread's number, so that threads
 * seldom meet in one.
 */
final class Timings {

  private static final long LONGEST = Duration.ofHours(1).toNanos();
  private static final int DIGITS = 2;
  private static final int STRIPES =
      Math.min(8, Integer.highestOneBit(Runtime.getRuntime().availableProcessors()) * 2);

  private final AtomicHistogram[] stripes = new AtomicHistogram[STRIPES];

  Timings() {
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new AtomicHistogram(LONGEST, DIGITS);
    }
  }

  void add(long nanos) {
    int stripe = (int) Thread.currentThread().threadId() & (STRIPES - 1);
    stripes[stripe].recordValue(Math.clamp(nanos, 0, LONGEST));
  }

  Latency now() {
    Histogram all = new Histogram(LONGEST, DIGITS);
    for (AtomicHistogram stripe : stripes) {
      all.add(stripe);
    }
    return all.getTotalCount() == 0
        ? Latency.NONE
        : new Latency(
            all.getTotalCount(),
            Duration.ofNanos(all.getValueAtPercentile(50)),
            Duration.ofNanos(all.getValueAtPercentile(99)),
            Duration.ofNanos(all.getMaxValue()));
  }
}
