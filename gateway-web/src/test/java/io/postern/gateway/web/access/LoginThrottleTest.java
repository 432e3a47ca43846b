package io.postern.gateway.web.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.fixtures.ManualClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class LoginThrottleTest {

  private static final String HERE = "192.0.2.1";
  private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final LoginThrottle throttle = new LoginThrottle(clock);

  @Test
  void firstThreeWrongPasswords_costNoTime() {
    for (int i = 0; i < 3; i++) {
      assertEquals(Duration.ZERO, throttle.begin("ann", HERE));
    }
  }

  @Test
  void eachFurtherWrongPassword_doublesTheTime() {
    guess("ann", HERE, 4);
    assertEquals(Duration.ofSeconds(1), throttle.begin("ann", HERE));
    clock.advance(Duration.ofSeconds(1));
    guess("ann", HERE, 1);
    assertEquals(Duration.ofSeconds(2), throttle.begin("ann", HERE));
    clock.advance(Duration.ofSeconds(2));
    guess("ann", HERE, 1);
    assertEquals(Duration.ofSeconds(4), throttle.begin("ann", HERE));
  }

  @Test
  void anAddress_waitsAMinuteAtMost() {
    Duration longest = Duration.ZERO;
    for (int i = 0; i < 50; i++) {
      Duration remaining = throttle.begin("user" + i, HERE);
      longest = remaining.compareTo(longest) > 0 ? remaining : longest;
      clock.advance(remaining);
    }
    assertEquals(Duration.ofSeconds(60), longest);
  }

  @Test
  void aUser_isGuessedSlowlyFromManyAddressesTogether() {
    for (int i = 0; i < 20; i++) {
      clock.advance(throttle.begin("ann", "198.51.100." + i));
      throttle.begin("ann", "198.51.100." + i);
    }
    Duration remaining = throttle.begin("ann", "203.0.113.7");
    assertEquals(Duration.ofSeconds(30), remaining);
  }

  @Test
  void manyUsers_areGuessedSlowlyFromOneAddress() {
    for (int i = 0; i < 4; i++) {
      throttle.begin("user" + i, HERE);
    }
    assertTrue(throttle.begin("another", HERE).isPositive());
  }

  @Test
  void aUser_whoLoggedInFromAnAddressBefore_isNotShutOutByOthersGuesses() {
    throttle.begin("ann", HERE);
    throttle.succeeded("ann", HERE);
    guess("ann", "198.51.100.9", 10);
    assertEquals(Duration.ZERO, throttle.begin("ann", HERE));
  }

  @Test
  void success_doesNotFreeTheAddress_toGuessOthers() {
    guess("ann", HERE, 3);
    throttle.begin("mallory", HERE);
    throttle.succeeded("mallory", HERE);
    guess("ann", HERE, 1);
    assertTrue(throttle.begin("bob", HERE).isPositive());
  }

  @Test
  void attemptsAtOnce_countFromTheirBeginning() {
    guess("ann", HERE, 4);
    assertTrue(throttle.begin("ann", HERE).isPositive(), "a fifth beside four that are under way");
  }

  @Test
  void anAttemptThatWasTooSoon_doesNotAddToTheTime() {
    guess("ann", HERE, 4);
    for (int i = 0; i < 100; i++) {
      throttle.begin("ann", HERE);
    }
    clock.advance(Duration.ofSeconds(1));
    assertEquals(Duration.ZERO, throttle.begin("ann", HERE));
  }

  @Test
  void wrongPasswords_areForgottenAfterAQuietHour() {
    guess("ann", HERE, 4);
    clock.advance(Duration.ofHours(1).plusSeconds(1));
    guess("ann", HERE, 3);
    assertEquals(Duration.ZERO, throttle.begin("ann", HERE));
  }

  @Test
  void addressesOfOneIpv6Network_countAsOne() {
    for (int i = 0; i < 4; i++) {
      throttle.begin("user" + i, "2001:db8:1:2::" + i);
    }
    assertTrue(throttle.begin("ann", "2001:db8:1:2:ffff::1%eth0").isPositive());
    assertFalse(throttle.begin("ann", "2001:db8:1:3::1").isPositive());
  }

  private void guess(String user, String address, int times) {
    for (int i = 0; i < times; i++) {
      throttle.begin(user, address);
    }
  }
}
