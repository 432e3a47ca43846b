package io.postern.gateway.web.access;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.fixtures.ManualClock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class ArrivalsTest {

  private final ManualClock clock = new ManualClock(Instant.parse("2026-01-31T08:00:00Z"));
  private final Arrivals arrivals = new Arrivals(clock);

  @Test
  void aUserIsNewOnceAnHourAndAddress() {
    assertEquals(true, arrivals.isNew("ann", "192.0.2.1"));
    assertEquals(false, arrivals.isNew("ann", "192.0.2.1"));
    assertEquals(true, arrivals.isNew("ann", "192.0.2.2"));
    assertEquals(true, arrivals.isNew("bob", "192.0.2.1"));
    clock.advance(Arrivals.LATELY);
    assertEquals(true, arrivals.isNew("ann", "192.0.2.1"));
    assertEquals(false, arrivals.isNew("ann", "192.0.2.1"));
  }
}
