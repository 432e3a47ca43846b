package io.postern.gateway.callout;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** How many lines of the log an extension may write: some at once, few in the long run. */
final class LineAllowance {

  static final int AT_ONCE = 100;
  static final int PER_SECOND = 10;

  private static final long EACH = Duration.ofSeconds(1).toNanos() / PER_SECOND;
  private static final long ALL = AT_ONCE * EACH;

  /** When all that was written would have been written at the rate of the long run. */
  private final AtomicLong paid;

  private final LongAdder refused = new LongAdder();

  /**
   * @param now by {@link System#nanoTime}
   */
  LineAllowance(long now) {
    this.paid = new AtomicLong(now);
  }

  /** Whether a line may be written now; one that may not is counted. */
  boolean take(long now) {
    while (true) {
      long before = paid.get();
      long after = (before - now > 0 ? before : now) + EACH;
      if (after - now > ALL) {
        refused.increment();
        return false;
      }
      if (paid.compareAndSet(before, after)) {
        return true;
      }
    }
  }

  /** The lines refused since this was asked last. */
  long refused() {
    return refused.sumThenReset();
  }
}
