package io.postern.gateway.web.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.access.UserRefused;
import io.postern.gateway.callout.cdi.NoSuchExtension;
import io.postern.gateway.delivery.NotKept;
import io.postern.gateway.operation.GatewayNotReady;
import io.postern.gateway.settings.NoSuchRevision;
import io.postern.gateway.settings.SettingsChanged;
import io.postern.gateway.settings.SettingsEntry;
import io.postern.gateway.settings.SettingsProblem;
import io.postern.gateway.settings.SettingsRefused;
import io.postern.gateway.spool.SpoolUnavailable;
import io.postern.gateway.web.access.Login;
import io.postern.gateway.web.http.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ProblemsTest {

  @Test
  void whatTheGatewayRefuses_isSaidToTheCaller() {
    assertEquals(
        new Problem(422, "password-refused", "too short"),
        Problems.of(new UserRefused("too short")));
    assertEquals(
        new Problem(404, "no-such-extension", "none"), Problems.of(new NoSuchExtension("none")));
    assertEquals(
        new Problem(503, "not-ready", "starting"), Problems.of(new GatewayNotReady("starting")));
    assertEquals(
        new Problem(503, "not-ready", "full"), Problems.of(new SpoolUnavailable("full", false)));
  }

  @Test
  void aMessageThatIsNotThere_isNotFound_oneThatCannotLeave_isAConflict() {
    assertEquals(
        new Problem(404, "no-such-message", "gone"),
        Problems.of(new NotKept(NotKept.Kind.UNKNOWN, "gone")));
    for (NotKept.Kind kind : EnumSet.complementOf(EnumSet.of(NotKept.Kind.UNKNOWN))) {
      assertEquals(
          new Problem(409, "not-kept", "no way"), Problems.of(new NotKept(kind, "no way")));
    }
  }

  @Test
  void everyMistakeOfTheSettings_isAMemberOfItsOwn() {
    Problem problem =
        Problems.of(
            new SettingsRefused(
                "settings", List.of(new SettingsProblem(3, "routes[1].port", "is no port"))));
    assertEquals(422, problem.status());
    assertEquals("The settings have a mistake; nothing was changed", problem.detail());
    assertTrue(
        problem
            .json()
            .contains(
                "\"problems\":[{\"line\":3,\"message\":\"is no port\",\"path\":\"routes[1].port\"}]"),
        problem.json());
  }

  @Test
  void settingsThatChangedMeanwhile_andRevisionsThatAreNot_areReported() {
    Problem changed =
        Problems.of(new SettingsChanged(new SettingsEntry(2, "ann", Instant.EPOCH, "")));
    assertEquals(409, changed.status());
    assertEquals("changed-meanwhile", changed.kind());
    assertEquals(
        new Problem(404, "no-such-revision", "there is no settings revision 9"),
        Problems.of(new NoSuchRevision(9)));
  }

  @Test
  void anythingElse_isNotSaid() {
    Problem problem = Problems.of(new IllegalStateException("SELECT secret FROM inside"));
    assertEquals(500, problem.status());
    assertFalse(problem.json().contains("secret"));
  }

  @Test
  void whoComesTooSoon_isToldWhenToComeBack() {
    Problem problem = Problems.of(new Login.TooSoon(Duration.ofMillis(7001)));
    assertEquals(429, problem.status());
    assertEquals("8", problem.fields().get("Retry-After"));
  }
}
