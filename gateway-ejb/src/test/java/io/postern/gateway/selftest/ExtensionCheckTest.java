package io.postern.gateway.selftest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.postern.gateway.callout.CalloutActivity;
import io.postern.gateway.callout.ExtensionActivity;
import io.postern.gateway.callout.cdi.ExtensionStatus;
import io.postern.gateway.callout.cdi.ExtensionStatus.State;
import io.postern.gateway.callout.worker.BreakerState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ExtensionCheckTest {

  private final List<ExtensionStatus> extensions = new ArrayList<>();
  private final List<ExtensionActivity> activity = new ArrayList<>();

  private static ExtensionStatus extension(String name, State state, String error) {
    return new ExtensionStatus(
        name,
        1,
        name + ".war",
        "0",
        Optional.of(Instant.EPOCH),
        "ann",
        state,
        error.isEmpty() ? Optional.empty() : Optional.of(error));
  }

  private static ExtensionActivity active(
      String name, boolean inForce, long errors, BreakerState breaker) {
    return new ExtensionActivity(
        name,
        name + "--r1",
        List.of("X.y"),
        inForce,
        new CalloutActivity(
            "MessageReceived", "X.y", 10, errors, 0, 0, 0, 0, 0, 0, breaker, List.of()),
        Optional.empty());
  }

  private ExtensionCheck begun() {
    return new ExtensionCheck(() -> extensions, () -> activity);
  }

  private static void assertFailed(String reason, ExtensionCheck check) {
    assertEquals(reason, assertThrows(PartFailed.class, check::check).getMessage());
  }

  @Test
  void extensionsInForce_areCounted_andThoseUndeployedAreNot() throws PartFailed {
    assertEquals("0 are in force", begun().check());
    extensions.add(extension("spam", State.RUNNING, ""));
    extensions.add(extension("old", State.UNDEPLOYED, "gone"));
    assertEquals("1 is in force", begun().check());
  }

  @Test
  void anExtensionThatWasNotRestored_isNamedWithItsReason() {
    extensions.add(extension("spam", State.FAILED, "no such class"));
    assertFailed("spam is not in force: no such class", begun());
  }

  @Test
  void anExtensionThatIsNotAsked_isNamed() {
    extensions.add(extension("spam", State.RUNNING, ""));
    activity.add(active("spam", false, 0, BreakerState.CLOSED));
    assertFailed("spam is deployed but not asked", begun());
    activity.set(0, active("spam", true, 0, BreakerState.OPEN));
    assertFailed("spam fails so often at MessageReceived that it is not asked", begun());
  }

  @Test
  void onlyFailuresDuringTheTest_count() throws PartFailed {
    extensions.add(extension("spam", State.RUNNING, ""));
    activity.add(active("spam", true, 3, BreakerState.CLOSED));
    ExtensionCheck check = begun();
    assertEquals("1 is in force", check.check());
    activity.set(0, active("spam", true, 5, BreakerState.CLOSED));
    assertFailed("spam failed 2 times meanwhile", check);
  }
}
