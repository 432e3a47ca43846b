package io.postern.gateway.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.operation.GatewayStatus.Effect;
import io.postern.gateway.operation.GatewayStatus.State;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class StatusTest {

  @Test
  void theVersion_isTheOneOfTheBuildEvenBeforeTheGatewayIsOpen() {
    String version = Status.notOpen(false, Optional.empty()).version();
    assertTrue(version.matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?"), version);
  }

  @Test
  void theState_isTheStrictestNoticesEffect() {
    assertEquals(State.RUNNING, Status.state(List.of()));
    assertEquals(State.RUNNING, Status.state(List.of(notice(Effect.WARNING))));
    assertEquals(
        State.DEGRADED, Status.state(List.of(notice(Effect.WARNING), notice(Effect.DEGRADED))));
    assertEquals(
        State.REFUSING, Status.state(List.of(notice(Effect.REFUSING), notice(Effect.DEGRADED))));
  }

  private static GatewayStatus.Standing notice(Effect effect) {
    return new GatewayStatus.Standing("a.key", effect, "what is wrong", Instant.EPOCH);
  }
}
