package io.postern.gateway.selftest;

import java.time.Duration;

/** When a test must be over; passed on to whatever waits. */
final class Deadline {

  private final long end;

  private Deadline(long end) {
    this.end = end;
  }

  static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  boolean isOver() {
    return end - System.nanoTime() <= 0;
  }

  /** At least a millisecond, as zero means for ever to sockets. */
  int millisLeft() {
    return (int) Math.clamp((end - System.nanoTime()) / 1_000_000, 1, Integer.MAX_VALUE);
  }
}
