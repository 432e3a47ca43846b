package io.postern.gateway.callout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link System#nanoTime} may begin anywhere and overflow. */
class LineAllowanceTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private static long taken(LineAllowance allowance, long now, int wanted) {
    return LongStream.range(0, wanted).filter(each -> allowance.take(now)).count();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, Long.MIN_VALUE, Long.MAX_VALUE, -1})
  void someAtOnce_thenAFewASecond(long begin) {
    LineAllowance allowance = new LineAllowance(begin);
    assertEquals(LineAllowance.AT_ONCE, taken(allowance, begin, 1000));
    assertEquals(900, allowance.refused());
    assertEquals(0, allowance.refused());
    assertEquals(LineAllowance.PER_SECOND, taken(allowance, begin + SECOND, 1000));
    assertEquals(LineAllowance.AT_ONCE, taken(allowance, begin + 60 * SECOND, 1000));
  }

  @Test
  void whoKeepsToTheRateIsNeverRefused() {
    LineAllowance allowance = new LineAllowance(0);
    for (int i = 0; i < 10_000; i++) {
      assertTrue(allowance.take(i * SECOND / LineAllowance.PER_SECOND));
    }
    assertEquals(0, allowance.refused());
    assertFalse(taken(allowance, 1000 * SECOND, 1000) > LineAllowance.AT_ONCE);
  }
}
