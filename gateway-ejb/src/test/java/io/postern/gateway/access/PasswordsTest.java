package io.postern.gateway.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.glassfish.soteria.identitystores.hash.Pbkdf2PasswordHashImpl;
import org.junit.jupiter.api.Test;

class PasswordsTest {

  @Test
  void hashesAreSaltedAndNameTheirWork() {
    Passwords passwords = new Passwords(new Pbkdf2PasswordHashImpl());

    String hash = passwords.hash("correct horse battery");

    assertTrue(hash.startsWith("PBKDF2WithHmacSHA256:600000:"), hash);
    assertNotEquals(hash, passwords.hash("correct horse battery"));
    assertTrue(passwords.matches("correct horse battery", hash));
    assertFalse(passwords.matches("correct horse batterz", hash));
  }

  /** Hashes outlive a change of the number of iterations. */
  @Test
  void hashesOfOtherIterationsStillMatch() {
    assertTrue(
        new Passwords(new Pbkdf2PasswordHashImpl(), 2_048)
            .matches("a", new Passwords(new Pbkdf2PasswordHashImpl(), 1_024).hash("a")));
  }

  /** Computed with Python's hashlib.pbkdf2_hmac('sha256', b'password', b'salt' * 4, 1000). */
  @Test
  void theDerivationIsTheStandards() {
    assertTrue(
        new Passwords(new Pbkdf2PasswordHashImpl())
            .matches(
                "password",
                "PBKDF2WithHmacSHA256:1000:c2FsdHNhbHRzYWx0c2FsdA==:8nX7hwFEzIB8aPajJTYK8weHQc5Ngz0pFVAKvSu4jQA="));
  }

  @Test
  void nobodysHashIsAsMuchWorkAsAnyOther() {
    Passwords passwords = new Passwords(new Pbkdf2PasswordHashImpl());

    assertEquals(passwords.hash("x").split(":", -1)[1], passwords.hashOfNobody().split(":", -1)[1]);
    assertFalse(passwords.matches("", passwords.hashOfNobody()));
  }

  @Test
  void randomPasswordsDiffer() {
    Passwords passwords = new Passwords(new Pbkdf2PasswordHashImpl());

    assertNotEquals(passwords.random(), passwords.random());
  }
}
