package io.postern.gateway.callout.message;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Undoes base64 (RFC 2045 section 6.8) the way that hides least: what is no base64 is passed over,
 * and text after a padding is read on, because recipients' programs do so too. Never raises; notes
 * the damage.
 */
final class Base64Decoding extends DecodingStream {

  private static final byte[] VALUES = new byte[256];

  static {
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    Arrays.fill(VALUES, (byte) -1);
    for (int i = 0; i < alphabet.length(); i++) {
      VALUES[alphabet.charAt(i)] = (byte) i;
    }
  }

  private int bits;
  private int count;
  private boolean padded;
  private boolean blank;

  Base64Decoding(InputStream encoded) {
    super(encoded);
  }

  @Override
  void decode(int octet) throws IOException {
    if (octet == '=') {
      if (count == 0 && !padded) {
        noteDamage();
      }
      decodeRest();
      padded = true;
      return;
    }
    int value = VALUES[octet];
    if (value < 0) {
      passOver(octet);
      return;
    }
    if (padded || blank) {
      noteDamage();
    }
    bits = bits << 6 | value;
    if (++count == 4) {
      put(bits >> 16);
      put(bits >> 8);
      put(bits);
      bits = 0;
      count = 0;
    }
  }

  /** Line ends and blanks before them say nothing (RFC 2045 section 6.8). */
  private void passOver(int octet) {
    if (octet == '\r' || octet == '\n') {
      blank = false;
    } else if (octet == ' ' || octet == '\t') {
      blank = true;
    } else {
      noteDamage();
    }
  }

  @Override
  void finish() {
    if (count != 0) {
      noteDamage(); // Without padding nothing says that this is all.
    }
    decodeRest();
  }

  private void decodeRest() {
    int unused = count == 2 ? 15 : count == 3 ? 3 : 0;
    if (count == 1 || (bits & unused) != 0) {
      noteDamage(); // Bits without an octet.
    }
    if (count >= 2) {
      put(bits << 6 * (4 - count) >> 16);
    }
    if (count == 3) {
      put(bits << 6 >> 8);
    }
    bits = 0;
    count = 0;
  }
}
