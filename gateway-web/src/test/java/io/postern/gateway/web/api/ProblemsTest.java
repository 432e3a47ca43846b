package io.postern.gateway.web.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.operation.ArchiveRefused;
import io.postern.gateway.operation.GatewayNotReady;
import io.postern.gateway.operation.NoSuchExtension;
import io.postern.gateway.operation.NoSuchRevision;
import io.postern.gateway.operation.PasswordRefused;
import io.postern.gateway.operation.SettingsChangedMeanwhile;
import io.postern.gateway.operation.SettingsWrong;
import io.postern.gateway.web.access.Login;
import io.postern.gateway.web.http.Problem;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ProblemsTest {

  @Test
  void whatTheGatewayRefuses_isSaidToTheCaller() {
    assertEquals(
        new Problem(422, "archive-refused", "no observers"),
        Problems.of(new ArchiveRefused("no observers")));
    assertEquals(
        new Problem(422, "password-refused", "too short"),
        Problems.of(new PasswordRefused("too short")));
    assertEquals(
        new Problem(404, "no-such-extension", "none"), Problems.of(new NoSuchExtension("none")));
    assertEquals(
        new Problem(503, "not-ready", "starting"), Problems.of(new GatewayNotReady("starting")));
  }

  @Test
  void everyMistakeOfTheSettings_isAMemberOfItsOwn() {
    Problem problem =
        Problems.of(
            new SettingsWrong(
                List.of(new SettingsWrong.Mistake(3, "routes[1].port", "is no port"))));
    assertEquals(422, problem.status());
    assertTrue(
        problem
            .json()
            .contains(
                "\"problems\":[{\"line\":3,\"path\":\"routes[1].port\",\"message\":\"is no port\"}]"),
        problem.json());
  }

  @Test
  void settingsThatChangedMeanwhile_andRevisionsThatAreNot_areTold() {
    assertEquals(
        new Problem(409, "changed-meanwhile", "newer"),
        Problems.of(new SettingsChangedMeanwhile("newer")));
    assertEquals(
        new Problem(404, "no-such-revision", "none"), Problems.of(new NoSuchRevision("none")));
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
