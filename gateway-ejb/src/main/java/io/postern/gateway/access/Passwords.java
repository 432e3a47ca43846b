package io.postern.gateway.access;

import jakarta.security.enterprise.identitystore.Pbkdf2PasswordHash;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;

/**
 * Hashes passwords by Jakarta Security's PBKDF2 (RFC 8018 section 5.2), whose notation is {@code
 * algorithm:iterations:salt:hash}: a hash matches whatever its number of iterations. Thread-safe.
 */
final class Passwords {

  static final int LEAST_LENGTH = 12;

  /** Hashing a password of any length would be work for a stranger to order. */
  static final int MOST_LENGTH = 200;

  private static final String ALGORITHM = "PBKDF2WithHmacSHA256";

  /** What OWASP recommends for this algorithm. */
  private static final int ITERATIONS = 600_000;

  private static final int SALT_OCTETS = 16;
  private static final int HASH_OCTETS = 32;

  /** Digits and letters that nobody mistakes for one another; 32, so that each is five bits. */
  private static final String LETTERS = "23456789abcdefghijkmnpqrstuvwxyz";

  private static final int GROUPS = 4;
  private static final int GROUP = 5;

  private final SecureRandom random = new SecureRandom();
  private final Pbkdf2PasswordHash pbkdf2;
  private final int iterations;

  /**
   * @param pbkdf2 used by nobody else: it is configured here
   */
  Passwords(Pbkdf2PasswordHash pbkdf2) {
    this(pbkdf2, ITERATIONS);
  }

  /**
   * @param iterations at least 1,024
   */
  Passwords(Pbkdf2PasswordHash pbkdf2, int iterations) {
    this.pbkdf2 = pbkdf2;
    this.iterations = iterations;
    pbkdf2.initialize(
        Map.of(
            "Pbkdf2PasswordHash.Algorithm", ALGORITHM,
            "Pbkdf2PasswordHash.Iterations", String.valueOf(iterations),
            "Pbkdf2PasswordHash.SaltSizeBytes", String.valueOf(SALT_OCTETS),
            "Pbkdf2PasswordHash.KeySizeBytes", String.valueOf(HASH_OCTETS)));
  }

  /** A password of a hundred bits, such as {@code k3v9t-....}. */
  String random() {
    StringBuilder password = new StringBuilder();
    for (int i = 0; i < GROUPS * GROUP; i++) {
      if (i > 0 && i % GROUP == 0) {
        password.append('-');
      }
      password.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return password.toString();
  }

  String hash(String password) {
    return pbkdf2.generate(password.toCharArray());
  }

  /** A hash no password has, so that an unknown user costs as much time as a known one. */
  String hashOfNobody() {
    Base64.Encoder base64 = Base64.getEncoder();
    return ALGORITHM
        + ":"
        + iterations
        + ":"
        + base64.encodeToString(new byte[SALT_OCTETS])
        + ":"
        + base64.encodeToString(new byte[HASH_OCTETS]);
  }

  /**
   * @throws IllegalArgumentException when that is not a hash
   */
  boolean matches(String password, String hash) {
    String bounded = password.length() > MOST_LENGTH ? "" : password;
    return pbkdf2.verify(bounded.toCharArray(), hash) && password.length() <= MOST_LENGTH;
  }
}
