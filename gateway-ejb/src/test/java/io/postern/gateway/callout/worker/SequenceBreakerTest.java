package io.postern.gateway.callout.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SequenceBreakerTest {

  private static final CallInput INPUT = new CallInput("journal", 0);
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final SequenceBreaker breaker = new SequenceBreaker(SequenceBreaker.FIRST_PAUSE);

  private boolean admits(long now) {
    return breaker.admits(() -> INPUT, () -> false, now);
  }

  private void open() {
    for (int event = 1; event <= SequenceBreaker.FAILURES_TO_OPEN; event++) {
      assertEquals(
          event == SequenceBreaker.FAILURES_TO_OPEN, breaker.failed(event, false, 0), "" + event);
    }
  }

  @Test
  void fifthFailureInARow_opens() {
    open();
    assertEquals(BreakerState.OPEN, breaker.state());
    assertFalse(admits(4 * SECOND));
  }

  @Test
  void failuresThatOnePasses_areNoRow() {
    for (int event = 0; event < 100; event++) {
      assertFalse(breaker.failed(event, false, 0));
      if (event % 4 == 3) {
        assertFalse(breaker.succeeded(), "was not open");
      }
    }
    assertEquals(BreakerState.CLOSED, breaker.state());
  }

  @Test
  void oneEventAlone_doesNotOpen() {
    for (int attempt = 0; attempt < 20; attempt++) {
      assertFalse(breaker.failed(1, attempt % 2 == 0, 0));
    }
    assertTrue(breaker.failed(2, false, 0), "another event fails as well");
  }

  @Test
  void secondMissedDeadlineInARow_opens() {
    assertFalse(breaker.failed(1, true, 0));
    assertTrue(breaker.failed(2, true, 0));
  }

  @Test
  void fourLostThreads_openIt() {
    for (int event = 1; event <= SequenceBreaker.THREADS_TO_OPEN; event++) {
      breaker.threadLost(INPUT);
      assertEquals(event == SequenceBreaker.THREADS_TO_OPEN, breaker.failed(event, true, 0));
      breaker.succeeded();
    }
  }

  @Test
  void probeThatPasses_closes() {
    open();
    assertTrue(admits(5 * SECOND));
    assertEquals(BreakerState.PROBING, breaker.state());
    assertTrue(breaker.succeeded());
    assertEquals(BreakerState.CLOSED, breaker.state());
    assertEquals(0, breaker.pause());
  }

  @Test
  void secondProbeThatFails_doublesThePauseUpToAMinute() {
    open();
    long now = 0;
    for (int pause : new int[] {5, 10, 20, 40, 60, 60}) {
      assertEquals(pause * SECOND, breaker.pause());
      assertFalse(admits(now + pause * SECOND - 1));
      now += pause * SECOND;
      assertTrue(admits(now));
      assertFalse(breaker.failed(1, false, now), "one event may be its own fault");
      assertTrue(admits(now));
      assertTrue(breaker.failed(2, false, now));
    }
  }

  @Test
  void probeThatCostsAThread_opensAgainAtOnce() {
    open();
    assertTrue(admits(5 * SECOND));
    breaker.threadLost(INPUT);
    assertTrue(breaker.failed(1, true, 5 * SECOND));
  }

  @Test
  void whileLostThreadsRun_noProbeIsMade() {
    open();
    assertFalse(breaker.admits(() -> INPUT, () -> true, 100 * SECOND));
    assertTrue(breaker.isBlocking(() -> true, 100 * SECOND));
    assertFalse(breaker.isBlocking(() -> false, 100 * SECOND));
    assertTrue(admits(100 * SECOND));
  }
}
