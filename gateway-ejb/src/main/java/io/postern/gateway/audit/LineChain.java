package io.postern.gateway.audit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The chain over the lines: its value at a line is the SHA-256 of its value at the line before and
 * of the line's octets before the member {@code chain}. That member shows the first {@value
 * #SHORT_DIGITS} hexadecimal digits of it, on the last line of each written group all {@value
 * #DIGITS}. Lines without the member, which earlier versions wrote, are chained up to their
 * checksum. Not thread-safe.
 */
final class LineChain {

  /** Hexadecimal digits of a whole value. */
  static final int DIGITS = 64;

  /** Hexadecimal digits that each line shows. */
  static final int SHORT_DIGITS = 16;

  /** Where it begins when there is nothing before. */
  static final String NOTHING = "0".repeat(DIGITS);

  private static final byte[] BEFORE =
      (",\"" + EventField.CHAIN.member() + "\":\"").getBytes(ISO_8859_1);
  private static final byte[] HEX = "0123456789abcdef".getBytes(ISO_8859_1);

  private final MessageDigest digest;
  private final byte[] value = new byte[DIGITS / 2];

  LineChain() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Whether a text is a whole value. */
  static boolean isValue(String digits) {
    return digits.length() == DIGITS
        && digits.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
  }

  /** Goes on from this value. */
  void set(String digits) {
    if (!isValue(digits)) {
      throw new IllegalArgumentException("not a value of the chain: " + digits.length() + " chars");
    }
    System.arraycopy(HexFormat.of().parseHex(digits), 0, value, 0, value.length);
  }

  /** The value at the last line that was added. */
  String digits() {
    return HexFormat.of().formatHex(value);
  }

  /** Adds the octets of a line that are chained. */
  void add(byte[] octets, int from, int to) {
    digest.update(value);
    digest.update(octets, from, to - from);
    try {
      digest.digest(value, 0, value.length);
    } catch (DigestException e) {
      throw new IllegalStateException("there is room for it", e);
    }
  }

  /** Adds a whole line, as it is in a file, without its end. */
  void addLine(byte[] octets, int from, int to) {
    add(octets, from, chainedEnd(octets, from, to));
  }

  /** Octets of the member with so many digits. */
  static int size(int digits) {
    return BEFORE.length + digits + 1;
  }

  /** Writes the member; there is room for it. */
  void put(byte[] octets, int at, int digits) {
    System.arraycopy(BEFORE, 0, octets, at, BEFORE.length);
    int next = at + BEFORE.length;
    for (int i = 0; i < digits; i++) {
      octets[next++] = digit(i);
    }
    octets[next] = '"';
  }

  private byte digit(int index) {
    return HEX[value[index / 2] >> (index % 2 == 0 ? 4 : 0) & 15];
  }

  /** How many digits a line shows; 0 when it has no such member. */
  static int digits(byte[] octets, int from, int to) {
    int end = LineChecksum.coveredEnd(octets, from, to);
    for (int digits : new int[] {SHORT_DIGITS, DIGITS}) {
      int at = end - size(digits);
      if (at > from
          && octets[end - 1] == '"'
          && Arrays.equals(octets, at, at + BEFORE.length, BEFORE, 0, BEFORE.length)) {
        return digits;
      }
    }
    return 0;
  }

  /** The end of what is chained of a line. */
  static int chainedEnd(byte[] octets, int from, int to) {
    int end = LineChecksum.coveredEnd(octets, from, to);
    int digits = digits(octets, from, to);
    return digits == 0 ? end : end - size(digits);
  }

  /** The digits that a line shows; empty when it has no such member. */
  static String shown(byte[] octets, int from, int to) {
    int digits = digits(octets, from, to);
    int end = LineChecksum.coveredEnd(octets, from, to) - 1;
    return digits == 0 ? "" : new String(octets, end - digits, digits, ISO_8859_1);
  }
}
