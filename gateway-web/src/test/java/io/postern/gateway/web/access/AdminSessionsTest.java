package io.postern.gateway.web.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.postern.fixtures.ManualClock;
import io.postern.gateway.access.Role;
import io.postern.gateway.access.User;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class AdminSessionsTest {

  private static final User ANN =
      new User("ann", Role.AUDITOR, Instant.EPOCH, Instant.EPOCH, false);
  private static final User BOB =
      new User("bob", Role.OPERATOR, Instant.EPOCH, Instant.EPOCH, false);
  private final Set<User> gone = new HashSet<>();
  private int asked;
  private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final AdminSessions sessions = new AdminSessions(clock, this::isCurrent);

  @Test
  void aSession_isFoundByItsName() {
    String name = sessions.begin(ANN);
    assertEquals(Optional.of(ANN), sessions.find(name));
  }

  @Test
  void aNameNobodyWasGiven_findsNothing() {
    sessions.begin(ANN);
    assertEquals(Optional.empty(), sessions.find("A".repeat(43)));
  }

  @Test
  void eachSession_hasAnotherName() {
    assertNotEquals(sessions.begin(ANN), sessions.begin(ANN));
  }

  @Test
  void aSessionNotUsedForAnHour_isOver() {
    String name = sessions.begin(ANN);
    clock.advance(AdminSessions.IDLE.plusSeconds(1));
    assertEquals(Optional.empty(), sessions.find(name));
  }

  @Test
  void aSessionInUse_endsAfterItsLifetime() {
    String name = sessions.begin(ANN);
    Instant end = clock.instant().plus(AdminSessions.LIFETIME);
    while (clock.instant().isBefore(end)) {
      assertEquals(Optional.of(ANN), sessions.find(name));
      clock.advance(Duration.ofMinutes(50));
    }
    assertEquals(Optional.empty(), sessions.find(name));
  }

  @Test
  void anEndedSession_isNotFound() {
    String name = sessions.begin(ANN);
    sessions.end(name);
    assertEquals(Optional.empty(), sessions.find(name));
  }

  @Test
  void endingAUsersSessions_leavesOthers() {
    String first = sessions.begin(ANN);
    String second = sessions.begin(ANN);
    String other = sessions.begin(BOB);
    sessions.endAllOf("ann");
    assertEquals(Optional.empty(), sessions.find(first));
    assertEquals(Optional.empty(), sessions.find(second));
    assertEquals(Optional.of(BOB), sessions.find(other));
  }

  @Test
  void aSessionWhoseUserIsGone_endsWhenItIsCheckedAgain() {
    String first = sessions.begin(ANN);
    String other = sessions.begin(BOB);
    gone.add(ANN);
    clock.advance(AdminSessions.TRUSTED.plusMillis(1));
    assertEquals(Optional.empty(), sessions.find(first));
    assertEquals(Optional.of(BOB), sessions.find(other));
    gone.clear();
    assertEquals(Optional.empty(), sessions.find(first), "over for good");
  }

  @Test
  void aBusySession_isCheckedNowAndThen() {
    String name = sessions.begin(ANN);
    for (int i = 0; i < 100; i++) {
      clock.advance(Duration.ofSeconds(1));
      sessions.find(name);
    }
    assertEquals(3, asked);
  }

  @Test
  void aFloodOfLogins_endsTheSessionLongestUnused() {
    String unused = sessions.begin(ANN);
    clock.advance(Duration.ofSeconds(1));
    String used = sessions.begin(BOB);
    for (int i = 0; i < 999; i++) {
      clock.advance(Duration.ofMillis(1));
      sessions.begin(ANN);
    }
    assertEquals(Optional.empty(), sessions.find(unused));
    assertEquals(Optional.of(BOB), sessions.find(used));
  }

  private boolean isCurrent(User operator) {
    asked++;
    return !gone.contains(operator);
  }
}
