package io.postern.gateway.callout.message;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;

/** The quoted-printable transfer encoding (RFC 2045 section 6.7). */
final class QuotedPrintable {

  private static final int LINE = 76;
  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'
  };

  private QuotedPrintable() {}

  /** CRLF stays a line end; every other CR or LF is encoded. */
  static byte[] encode(byte[] octets) {
    ByteArrayOutputStream sink = new ByteArrayOutputStream(octets.length + octets.length / 8 + 16);
    int column = 0;
    for (int i = 0; i < octets.length; i++) {
      int octet = octets[i] & 0xff;
      if (isLineEnd(octets, i)) {
        sink.write('\r');
        sink.write('\n');
        column = 0;
        i++;
        continue;
      }
      boolean plain = isPlain(octets, i);
      int width = plain ? 1 : 3;
      if (column + width >= LINE) {
        sink.write('=');
        sink.write('\r');
        sink.write('\n');
        column = 0;
      }
      if (plain) {
        sink.write(octet);
      } else {
        sink.write('=');
        sink.write(HEX[octet >> 4]);
        sink.write(HEX[octet & 15]);
      }
      column += width;
    }
    return sink.toByteArray();
  }

  private static boolean isLineEnd(byte[] octets, int at) {
    return octets[at] == '\r' && at + 1 < octets.length && octets[at + 1] == '\n';
  }

  private static boolean isPlain(byte[] octets, int at) {
    byte octet = octets[at];
    if (octet == ' ' || octet == '\t') {
      // A blank at the end of a line may be lost on the way.
      return at + 1 < octets.length && !isLineEnd(octets, at + 1);
    }
    return octet > ' ' && octet < 0x7f && octet != '=';
  }

  /** Undoes it; what is not encoded rightly stays as it is. */
  static final class Decoding extends DecodingStream {

    private final ByteArrayOutputStream blanks = new ByteArrayOutputStream();

    /** -2: nothing pending, -1: an equals sign is, else it and this octet. */
    private int pending = -2;

    /** Blanks after an equals sign, before the line end they belong to. */
    private boolean softBreak;

    Decoding(InputStream encoded) {
      super(encoded);
    }

    @Override
    void decode(int octet) {
      if (softBreak) {
        if (octet == '\n') {
          softBreak = false;
          return;
        }
        if (octet == ' ' || octet == '\t' || octet == '\r') {
          return;
        }
        softBreak = false;
      }
      if (pending == -1) {
        afterEquals(octet);
      } else if (pending >= 0) {
        afterDigit(octet);
      } else if (octet == '=') {
        writeBlanks();
        pending = -1;
      } else if (octet == ' ' || octet == '\t') {
        blanks.write(octet);
      } else {
        // Blanks before a line end were added on the way (RFC 2045 section 6.7 (3)).
        if (octet == '\r' || octet == '\n') {
          blanks.reset();
        }
        writeBlanks();
        put(octet);
      }
    }

    private void afterEquals(int octet) {
      if (Character.digit(octet, 16) >= 0 && octet < 0x80) {
        pending = octet;
      } else if (octet == '\n') {
        pending = -2;
      } else if (octet == ' ' || octet == '\t' || octet == '\r') {
        pending = -2;
        softBreak = true;
      } else {
        pending = -2;
        put('=');
        decode(octet);
      }
    }

    private void afterDigit(int octet) {
      int high = pending;
      pending = -2;
      if (Character.digit(octet, 16) >= 0 && octet < 0x80) {
        put(Character.digit(high, 16) << 4 | Character.digit(octet, 16));
      } else {
        put('=');
        put(high);
        decode(octet);
      }
    }

    private void writeBlanks() {
      if (blanks.size() > 0) {
        for (byte blank : blanks.toByteArray()) {
          put(blank);
        }
        blanks.reset();
      }
    }

    @Override
    void finish() {
      if (pending >= 0) {
        put('=');
        put(pending);
      }
      pending = -2;
      blanks.reset();
    }
  }
}
