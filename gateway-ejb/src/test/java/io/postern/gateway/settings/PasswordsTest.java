package io.postern.gateway.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PasswordsTest {

  @Test
  void hashesAreSaltedAndNameTheirWork() {
    Passwords passwords = new Passwords();

    String hash = passwords.hash("correct horse battery");

    assertTrue(hash.startsWith("PBKDF2WithHmacSHA256:600000:"), hash);
    assertNotEquals(hash, passwords.hash("correct horse battery"));
    assertTrue(passwords.matches("correct horse battery", hash));
    assertFalse(passwords.matches("correct horse batterz", hash));
  }

  /** Hashes outlive a change of the number of iterations. */
  @Test
  void hashesOfOtherIterationsStillMatch() {
    assertTrue(new Passwords(2_000).matches("a", new Passwords(1_000).hash("a")));
  }

  /** Computed with Python's hashlib.pbkdf2_hmac('sha256', b'password', b'salt' * 4, 1000). */
  @Test
  void theDerivationIsTheStandards() {
    assertTrue(
        new Passwords()
            .matches(
                "password",
                "PBKDF2WithHmacSHA256:1000:c2FsdHNhbHRzYWx0c2FsdA==:8nX7hwFEzIB8aPajJTYK8weHQc5Ngz0pFVAKvSu4jQA="));
  }

  @Test
  void nobodysHashIsAsMuchWorkAsAnyOther() {
    Passwords passwords = new Passwords();

    assertEquals(passwords.hash("x").split(":", -1)[1], passwords.hashOfNobody().split(":", -1)[1]);
    assertFalse(passwords.matches("", passwords.hashOfNobody()));
  }

  @Test
  void randomPasswordsDiffer() {
    Passwords passwords = new Passwords();

    assertNotEquals(passwords.random(), passwords.random());
  }
}
