package io.postern.gateway.export;

import java.util.Arrays;

/** Events per second over the last ten whole seconds. Thread-safe. */
final class RateMeter {

  private static final int SECONDS = 10;

  private final long[] counts = new long[SECONDS + 1];
  private long second;

  synchronized void count(long events, long nanos) {
    turn(nanos);
    counts[(int) (second % counts.length)] += events;
  }

  synchronized double perSecond(long nanos) {
    turn(nanos);
    long whole = 0;
    for (int i = 1; i <= SECONDS; i++) {
      whole += counts[(int) ((second + i) % counts.length)];
    }
    return whole / (double) SECONDS;
  }

  private void turn(long nanos) {
    long now = Math.floorDiv(nanos, 1_000_000_000L) + (1L << 40);
    if (now - second > counts.length) {
      Arrays.fill(counts, 0);
      second = now;
    }
    while (second < now) {
      second++;
      counts[(int) (second % counts.length)] = 0;
    }
  }
}
