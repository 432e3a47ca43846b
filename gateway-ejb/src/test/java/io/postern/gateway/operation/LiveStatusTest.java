package io.postern.gateway.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.notice.Notice;
import io.postern.gateway.notice.Notice.Effect;
import io.postern.gateway.operation.GatewayStatus.State;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LiveStatusTest {

  @Test
  void theVersion_isTheOneOfTheBuildEvenBeforeTheGatewayIsOpen() {
    String version = LiveStatus.notOpen(false, Optional.empty()).version();
    assertTrue(version.matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?"), version);
  }

  @Test
  void theState_isTheStrictestNoticesEffect() {
    assertEquals(State.RUNNING, LiveStatus.state(List.of()));
    assertEquals(State.RUNNING, LiveStatus.state(List.of(notice(Effect.WARNING))));
    assertEquals(
        State.DEGRADED, LiveStatus.state(List.of(notice(Effect.WARNING), notice(Effect.DEGRADED))));
    assertEquals(
        State.REFUSING,
        LiveStatus.state(List.of(notice(Effect.REFUSING), notice(Effect.DEGRADED))));
  }

  private static Notice notice(Effect effect) {
    return new Notice("a.key", effect, "what is wrong", Instant.EPOCH);
  }
}
