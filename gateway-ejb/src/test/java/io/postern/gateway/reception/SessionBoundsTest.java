package io.postern.gateway.reception;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.settings.Settings.Limits;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * While slots are scarce the watch gives a tenth of every time. The bounds once gave a tenth as
 * well, so that a client had a hundredth.
 */
final class SessionBoundsTest {

  private final SessionSlots slots = new SessionSlots();
  private final SessionBounds bounds = new SessionBounds(slots);

  private void makeScarce(Limits limits) {
    for (int i = 0; i < limits.sessions(); i++) {
      assertTrue(slots.take(InetAddress.getLoopbackAddress(), limits).isEmpty());
    }
    assertTrue(slots.areScarce(limits));
  }

  @Test
  void whenSlotsAreScarce_theTimeOfOneCommandAndOfContentIsLeftToTheWatch() {
    Limits limits =
        TestLimits.time(
            TestLimits.sessions(TestLimits.USUAL, 10, 10),
            Duration.ofSeconds(2),
            Duration.ofSeconds(20));
    makeScarce(limits);
    assertEquals(Duration.ofSeconds(2).toNanos(), bounds.commandTime(limits, false));
    assertEquals(Duration.ofSeconds(20).toNanos(), SessionBounds.messageTime(limits));
  }

  @Test
  void whenSlotsAreScarce_aTenthOfWhatIsGivenEndsWithTheTenthOfTheIdleTime() {
    Limits limits =
        TestLimits.idleTime(TestLimits.sessions(TestLimits.USUAL, 10, 10), Duration.ofSeconds(20));
    long before = System.nanoTime();
    bounds.contentEnded();
    makeScarce(limits);
    long given = bounds.commandTime(limits, false);
    long passed = System.nanoTime() - before;
    long tenth = Duration.ofSeconds(2).toNanos();
    assertTrue(given <= 10 * tenth, () -> given + " is more than the idle time");
    assertTrue(given >= 10 * (tenth - passed), () -> given + " after " + passed);
  }
}
