package io.postern.mail;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The encoding of values in parameters of MAIL and RCPT (RFC 3461 section 4). */
final class Xtext {

  private static final int HEX = 16;

  private Xtext() {}

  /** Printable ASCII but {@code +} and {@code =} stays; every other octet of UTF-8 is escaped. */
  static String encode(String text) {
    StringBuilder encoded = new StringBuilder(text.length());
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      if (octet > ' ' && octet <= '~' && octet != '+' && octet != '=') {
        encoded.append((char) octet);
      } else {
        encoded.append(String.format(Locale.ROOT, "+%02X", octet & 0xff));
      }
    }
    return encoded.toString();
  }

  /**
   * @throws IllegalArgumentException when it is not xtext, or what it encodes is not UTF-8
   */
  static String decode(String encoded) {
    ByteArrayOutputStream octets = new ByteArrayOutputStream(encoded.length());
    for (int i = 0; i < encoded.length(); i++) {
      char c = encoded.charAt(i);
      if (c == '+') {
        octets.write(hex(encoded, i + 1) * HEX + hex(encoded, i + 2));
        i += 2;
      } else if (c > ' ' && c <= '~' && c != '=') {
        octets.write(c);
      } else {
        throw new IllegalArgumentException("not xtext (RFC 3461 section 4): " + c);
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(octets.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("xtext that is not UTF-8", e);
    }
  }

  /** RFC 3461 section 4: upper case letters only. */
  private static int hex(String encoded, int at) {
    int digit = at < encoded.length() ? "0123456789ABCDEF".indexOf(encoded.charAt(at)) : -1;
    if (digit < 0) {
      throw new IllegalArgumentException("not xtext (RFC 3461 section 4): + without two digits");
    }
    return digit;
  }
}
