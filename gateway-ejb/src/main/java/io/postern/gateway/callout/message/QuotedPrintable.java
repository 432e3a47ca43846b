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

  /**
   * Where in the encoded octets the decoded octet of that number begins; their end when there is
   * none.
   */
  static int encodedOffset(byte[] encoded, int decodedOffset) {
    Decoding decoding = new Decoding(InputStream.nullInputStream());
    int tokenStart = 0;
    for (int i = 0; i < encoded.length; i++) {
      if (decoding.isBetweenTokens()) {
        tokenStart = i;
      }
      decoding.decode(encoded[i] & 0xff);
      if (decoding.count() > decodedOffset) {
        return tokenStart;
      }
    }
    return encoded.length;
  }

  /** Whether the octets end in an equals sign whose line end is missing. */
  static boolean endsInSoftBreak(byte[] encoded) {
    int at = encoded.length;
    while (at > 0 && (encoded[at - 1] == ' ' || encoded[at - 1] == '\t')) {
      at--;
    }
    return at > 0 && encoded[at - 1] == '=';
  }

  /** Undoes it; what is not encoded correctly stays as it is. */
  static final class Decoding extends DecodingStream {

    private final ByteArrayOutputStream blanks = new ByteArrayOutputStream();

    /** An equals sign and what follows it, as long as it can become an octet or a line end. */
    private final ByteArrayOutputStream token = new ByteArrayOutputStream();

    private int first;

    Decoding(InputStream encoded) {
      super(encoded);
    }

    boolean isBetweenTokens() {
      return token.size() == 0;
    }

    @Override
    void decode(int octet) {
      if (token.size() > 0) {
        afterEquals(octet);
      } else if (octet == '=') {
        release(blanks);
        token.write(octet);
      } else if (octet == ' ' || octet == '\t') {
        blanks.write(octet);
      } else {
        // Blanks before a line end were added on the way (RFC 2045 section 6.7 (3)).
        if (octet == '\r' || octet == '\n') {
          blanks.reset();
        }
        release(blanks);
        put(octet);
      }
    }

    private void afterEquals(int octet) {
      boolean digit = octet < 0x80 && Character.digit(octet, 16) >= 0;
      if (token.size() == 1 && digit) {
        first = octet;
        token.write(octet);
      } else if (token.size() == 2 && digit && first != 0) {
        put(Character.digit(first, 16) << 4 | Character.digit(octet, 16));
        endToken();
      } else if (first == 0 && octet == '\n') {
        endToken();
      } else if (first == 0 && (octet == ' ' || octet == '\t' || octet == '\r')) {
        token.write(octet); // Blanks between an equals sign and its line end.
      } else {
        noteDamage();
        release(token);
        first = 0;
        decode(octet);
      }
    }

    private void endToken() {
      token.reset();
      first = 0;
    }

    private void release(ByteArrayOutputStream held) {
      if (held.size() > 0) {
        byte[] octets = held.toByteArray();
        held.reset();
        for (byte octet : octets) {
          put(octet);
        }
      }
    }

    @Override
    void finish() {
      if (first != 0) {
        noteDamage();
        release(token);
      }
      endToken();
      blanks.reset();
    }
  }
}
