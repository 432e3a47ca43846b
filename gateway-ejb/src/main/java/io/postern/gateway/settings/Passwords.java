package io.postern.gateway.settings;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Hashes passwords with PBKDF2 (RFC 8018 section 5.2) in the notation of Jakarta Security: {@code
 * algorithm:iterations:salt:hash}. Thread-safe.
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
  private final int iterations;

  Passwords() {
    this(ITERATIONS);
  }

  Passwords(int iterations) {
    this.iterations = iterations;
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
    byte[] salt = new byte[SALT_OCTETS];
    random.nextBytes(salt);
    return encode(iterations, salt, derive(password, salt, iterations, HASH_OCTETS));
  }

  /** A hash no password has, so that an unknown user costs as much time as a known one. */
  String hashOfNobody() {
    return encode(iterations, new byte[SALT_OCTETS], new byte[HASH_OCTETS]);
  }

  boolean matches(String password, String hash) {
    String[] parts = hash.split(":", -1);
    if (parts.length != 4 || !parts[0].equals(ALGORITHM)) {
      throw new IllegalStateException("a password hash of an unknown kind");
    }
    byte[] salt = Base64.getDecoder().decode(parts[2]);
    byte[] expected = Base64.getDecoder().decode(parts[3]);
    byte[] found =
        derive(
            password.length() > MOST_LENGTH ? "" : password,
            salt,
            Integer.parseInt(parts[1]),
            expected.length);
    return MessageDigest.isEqual(expected, found) && password.length() <= MOST_LENGTH;
  }

  private static String encode(int iterations, byte[] salt, byte[] hash) {
    Base64.Encoder base64 = Base64.getEncoder();
    return ALGORITHM
        + ":"
        + iterations
        + ":"
        + base64.encodeToString(salt)
        + ":"
        + base64.encodeToString(hash);
  }

  private static byte[] derive(String password, byte[] salt, int iterations, int octets) {
    PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, iterations, octets * 8);
    try {
      return SecretKeyFactory.getInstance(ALGORITHM).generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java lacks " + ALGORITHM, e);
    } finally {
      spec.clearPassword();
    }
  }
}
