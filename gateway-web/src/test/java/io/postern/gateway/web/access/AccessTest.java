package io.postern.gateway.web.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.postern.fixtures.ManualClock;
import io.postern.gateway.access.Role;
import io.postern.gateway.access.User;
import io.postern.gateway.operation.AccountControl;
import io.postern.gateway.operation.GatewayNotReady;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class AccessTest {

  private static final User ANN =
      new User("ann", Role.OPERATOR, Instant.EPOCH, Instant.EPOCH, false);
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private final List<String> lookedAt = new ArrayList<>();
  private final List<String> loggedOut = new ArrayList<>();
  private boolean ready = true;
  private Optional<User> known = Optional.of(ANN);
  private final ManualClock clock = new ManualClock(NOW);
  private final Access access = new Access(accounts(), CliToken.none(), clock);

  @Test
  void theRightPassword_isWelcome() {
    assertEquals(new Login.Welcome(ANN), access.login("ann", "right", "192.0.2.1"));
  }

  @Test
  void aWrongPasswordAndAnUnknownUser_getTheSameAnswerAfterTheSameWork() {
    assertEquals(
        access.login("ann", "wrong", "192.0.2.1"), access.login("nobody", "wrong", "192.0.2.1"));
    assertEquals(List.of("ann", "nobody"), lookedAt);
  }

  @Test
  void tooSoon_evenTheRightPasswordIsNotLookedAt() {
    for (int i = 0; i < 4; i++) {
      access.login("ann", "wrong", "192.0.2.1");
    }
    assertInstanceOf(Login.TooSoon.class, access.login("ann", "right", "192.0.2.1"));
    assertEquals(4, lookedAt.size());
  }

  @Test
  void anEndlessPassword_isRefusedWithoutBeingLookedAt() {
    assertEquals(new Login.Refused(), access.login("ann", "x".repeat(1025), "192.0.2.1"));
    assertEquals(new Login.Refused(), access.login("x".repeat(129), "right", "192.0.2.1"));
    assertEquals(List.of(), lookedAt);
  }

  @Test
  void aGatewayThatIsNotReady_isNotTakenForAWrongPassword() {
    ready = false;
    assertEquals(new Login.Unavailable(), access.login("ann", "right", "192.0.2.1"));
  }

  @Test
  void theTimeToWait_isRoundedUp() {
    assertEquals(2, new Login.TooSoon(java.time.Duration.ofMillis(1001)).seconds());
  }

  @Test
  void aSessionWhoseUserHasAnotherPassword_isOver() {
    String cookie = access.beginSession(ANN);
    known = Optional.of(new User("ann", Role.OPERATOR, Instant.EPOCH, NOW, true));
    clock.set(NOW.plus(AdminSessions.TRUSTED).plusSeconds(1));
    assertEquals(Optional.empty(), access.session(cookie));
  }

  @Test
  void aLogout_endsTheSession_andIsRecordedOnce() {
    String cookie = access.beginSession(ANN);
    access.logOut(cookie, "192.0.2.1");
    access.logOut(cookie, "192.0.2.1");
    assertEquals(Optional.empty(), access.session(cookie));
    assertEquals(List.of("ann 192.0.2.1"), loggedOut);
  }

  @Test
  void aSessionWhoseUserCannotBeAskedFor_goesOn() {
    String cookie = access.beginSession(ANN);
    ready = false;
    clock.set(NOW.plus(AdminSessions.TRUSTED).plusSeconds(1));
    assertEquals(Optional.of(ANN), access.session(cookie));
  }

  @Test
  void credentialsOfBasic_mayHoldColonsInThePassword() {
    assertEquals(
        Optional.of(new Authentication.Credentials("ann", "a:b")),
        Authentication.Credentials.parse("YW5uOmE6Yg=="));
  }

  @Test
  void credentialsOfBasic_thatAreNone_areNoCredentials() {
    assertEquals(Optional.empty(), Authentication.Credentials.parse("%%%"));
    assertEquals(Optional.empty(), Authentication.Credentials.parse("YW5u"));
  }

  private AccountControl accounts() {
    return (AccountControl)
        Proxy.newProxyInstance(
            AccessTest.class.getClassLoader(),
            new Class<?>[] {AccountControl.class},
            (proxy, method, arguments) -> {
              if (!ready) {
                throw new GatewayNotReady("starting");
              }
              if (method.getName().equals("named")) {
                return known.filter(user -> user.name().equals(arguments[0]));
              }
              if (method.getName().equals("loggedOut")) {
                loggedOut.add(((User) arguments[0]).name() + " " + arguments[1]);
                return null;
              }
              assertEquals("verifyLogin", method.getName());
              lookedAt.add((String) arguments[0]);
              return Optional.of(ANN)
                  .filter(ann -> ann.name().equals(arguments[0]) && "right".equals(arguments[1]));
            });
  }
}
