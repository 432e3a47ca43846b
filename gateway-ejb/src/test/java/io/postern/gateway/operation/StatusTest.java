package io.postern.gateway.operation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class StatusTest {

  @Test
  void theVersion_isTheOneOfTheBuildEvenBeforeTheGatewayIsOpen() {
    String version = Status.notOpen(false).version();
    assertTrue(version.matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?"), version);
  }
}
