package io.postern.gateway.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What the index uses of the processors follows from what the rest of the machine leaves. */
final class ProcessorShareTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long MILLISECOND = Duration.ofMillis(1).toNanos();

  private final AtomicLong now = new AtomicLong(-5);
  private double others;
  private double own;

  private ProcessorShare share(int processors) {
    return new ProcessorShare(
        0.05, processors, () -> Math.min(1, (others + own) / processors), now::get);
  }

  /**
   * Works in pieces of a millisecond for a while and rests as it is told.
   *
   * @return processor time by time
   */
  private double used(ProcessorShare share, int seconds) {
    long began = now.get();
    long used = 0;
    while (now.get() - began < seconds * SECOND) {
      now.addAndGet(MILLISECOND);
      used += MILLISECOND;
      now.addAndGet(share.restAfter(MILLISECOND));
      own = used / (double) (now.get() - began);
    }
    return own;
  }

  @Test
  void onABusyMachine_itIsTheLeastShare() {
    others = 2;
    ProcessorShare share = share(2);
    used(share, 60);
    assertEquals(0.05, used(share, 60), 0.002);
  }

  @Test
  void onAnIdleMachine_thereIsNoRest() {
    ProcessorShare share = share(2);
    used(share, 10);
    assertEquals(1, used(share, 60), 0.01);
  }

  @Test
  void ofAMachineThatIsHalfBusy_aQuarterStaysIdle() {
    others = 2;
    ProcessorShare share = share(4);
    used(share, 10);
    assertEquals(1, used(share, 60), 0.01, "one of four, which is all that one thread can use");

    others = 2.6;
    used(share, 10);
    assertEquals(0.4, used(share, 60), 0.05);
  }

  @Test
  void afterAPause_aSecondOfWorkIsSaved() {
    others = 2;
    ProcessorShare share = share(2);
    used(share, 60);
    now.addAndGet(60 * SECOND);
    assertEquals(0, share.restAfter(900 * MILLISECOND));
    assertTrue(share.restAfter(900 * MILLISECOND) > 10 * SECOND);
  }

  @Test
  void whenNobodyKnowsTheLoad_thereIsNoRest() {
    others = Double.NaN;
    ProcessorShare share = share(2);
    used(share, 10);
    assertEquals(1, used(share, 60), 0.01);
  }
}
