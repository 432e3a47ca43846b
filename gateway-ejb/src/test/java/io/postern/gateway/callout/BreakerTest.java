package io.postern.gateway.callout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BreakerTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final Breaker breaker = new Breaker();

  private void fail(int times, long now) {
    for (int i = 0; i < times; i++) {
      breaker.failed(now);
    }
  }

  @Test
  void fourFailuresInARow_leaveItClosed() {
    fail(4, 0);
    assertTrue(breaker.admits(0));
  }

  @Test
  void fifthFailureInARow_opensItForTenSeconds() {
    fail(4, 0);
    assertEquals(10 * SECOND, breaker.failed(0));
    assertFalse(breaker.admits(10 * SECOND - 1));
    assertTrue(breaker.admits(10 * SECOND));
  }

  @Test
  void successInBetween_beginsTheCountAnew() {
    fail(4, 0);
    breaker.succeeded();
    fail(4, 0);
    assertTrue(breaker.admits(0));
  }

  @Test
  void whileProbing_nobodyElseIsLetThrough() {
    fail(5, 0);
    assertTrue(breaker.admits(11 * SECOND));
    assertFalse(breaker.admits(11 * SECOND));
    assertEquals(BreakerState.PROBING, breaker.state());
  }

  @Test
  void probeThatSucceeds_closesIt() {
    fail(5, 0);
    breaker.admits(11 * SECOND);
    assertTrue(breaker.succeeded());
    assertEquals(BreakerState.CLOSED, breaker.state());
  }

  @Test
  void probesThatFail_doubleThePauseUpToFiveMinutes() {
    fail(5, 0);
    long now = 0;
    long pause = 10 * SECOND;
    for (int i = 0; i < 10; i++) {
      now += pause;
      assertTrue(breaker.admits(now));
      pause = breaker.failed(now);
    }
    assertEquals(300 * SECOND, pause);
  }

  @Test
  void lateFailureOfACallMadeBefore_doesNotLengthenThePause() {
    fail(5, 0);
    assertEquals(0, breaker.failed(SECOND));
    assertTrue(breaker.admits(10 * SECOND));
  }

  @Test
  void probeThatWasWithdrawn_letsTheNextOneThrough() {
    fail(5, 0);
    breaker.admits(11 * SECOND);
    breaker.withdrawn();
    assertTrue(breaker.admits(11 * SECOND));
  }
}
