package io.postern.gateway.web.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.gateway.access.Role;
import io.postern.gateway.access.User;
import io.postern.gateway.web.access.Caller;
import io.postern.gateway.web.access.Login;
import io.postern.gateway.web.http.Problem;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class LoginFirstTest {

  private static final int PASSES = 0;

  @Test
  void nobody_getsNothingButTheLogin() {
    Caller nobody = new Caller.Anonymous();
    assertEquals(401, status("/api/v1/status", nobody));
    assertEquals(401, status("/api/v1/settings", nobody));
    assertEquals(401, status("/api/v1/nowhere", nobody));
    assertEquals(401, status("/api/v1/session/x", nobody));
    assertEquals(PASSES, status("/api/v1/session", nobody));
  }

  @Test
  void wrongCredentials_areRefusedEverywhere() {
    assertEquals(401, status("/api/v1/session", new Caller.Failed(new Login.Refused())));
    assertEquals(
        429, status("/api/v1/status", new Caller.Failed(new Login.TooSoon(Duration.ofSeconds(1)))));
  }

  @Test
  void whoIsLoggedIn_passes() {
    User ann = new User("ann", Role.AUDITOR, Instant.EPOCH, Instant.EPOCH, false);
    assertEquals(PASSES, status("/api/v1/nowhere", new Caller.Known(ann)));
  }

  private static int status(String uri, Caller caller) {
    return LoginFirst.refusal(uri, caller).map(Problem::status).orElse(PASSES);
  }
}
