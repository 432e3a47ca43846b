package io.postern.gateway.callout.message;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Undoes base64 (RFC 2045 section 6.8) the way that hides least: what is no base64 is passed over,
 * and text after a padding is read on, because recipients' programs do so too. Never complains.
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

  Base64Decoding(InputStream encoded) {
    super(encoded);
  }

  @Override
  void decode(int octet) throws IOException {
    if (octet == '=') {
      finish();
      return;
    }
    int value = VALUES[octet];
    if (value < 0) {
      return;
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

  @Override
  void finish() {
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
