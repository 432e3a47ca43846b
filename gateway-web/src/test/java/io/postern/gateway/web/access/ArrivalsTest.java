package io.postern.gateway.web.access;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import org.junit.jupiter.api.Test;

final class ArrivalsTest {

  private Instant now = Instant.parse("2026-01-31T08:00:00Z");
  private final Arrivals arrivals = new Arrivals(() -> now);

  @Test
  void aUserIsNewOnceAnHourAndAddress() {
    assertEquals(true, arrivals.isNew("ann", "192.0.2.1"));
    assertEquals(false, arrivals.isNew("ann", "192.0.2.1"));
    assertEquals(true, arrivals.isNew("ann", "192.0.2.2"));
    assertEquals(true, arrivals.isNew("bob", "192.0.2.1"));
    now = now.plus(Arrivals.LATELY);
    assertEquals(true, arrivals.isNew("ann", "192.0.2.1"));
    assertEquals(false, arrivals.isNew("ann", "192.0.2.1"));
  }
}
