package io.postern.gateway.audit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.zip.CRC32C;

/**
 * The last member of a line, {@code crc}: the CRC32C of the octets before the comma that precedes
 * it, as 8 hexadecimal digits. Lines of earlier versions have none.
 */
final class LineChecksum {

  private static final byte[] BEFORE =
      (",\"" + EventField.CRC.member() + "\":\"").getBytes(ISO_8859_1);
  private static final byte[] HEX = "0123456789abcdef".getBytes(ISO_8859_1);
  private static final int DIGITS = 8;

  /** Octets of the member with its comma and the brace that ends the line. */
  static final int SIZE = BEFORE.length + DIGITS + 2;

  private LineChecksum() {}

  /** Writes the member and the line's closing brace; there is room for {@link #SIZE} octets. */
  static void put(byte[] octets, int from, int at) {
    int crc = of(octets, from, at);
    System.arraycopy(BEFORE, 0, octets, at, BEFORE.length);
    int next = at + BEFORE.length;
    for (int shift = 28; shift >= 0; shift -= 4) {
      octets[next++] = HEX[crc >>> shift & 15];
    }
    octets[next++] = '"';
    octets[next] = '}';
  }

  /** Whether the line has no checksum or the one that it should have. */
  static boolean matches(byte[] octets, int from, int to) {
    int at = to - SIZE;
    int alike = at < from ? 0 : alike(octets, at);
    if (alike < BEFORE.length - 2) {
      return true;
    }
    if (alike < BEFORE.length || octets[to - 2] != '"') {
      return false; // one that is damaged itself
    }
    int crc = of(octets, from, at);
    for (int i = 0; i < DIGITS; i++) {
      if (octets[at + BEFORE.length + i] != HEX[crc >>> 28 - 4 * i & 15]) {
        return false;
      }
    }
    return true;
  }

  /** The end of what the checksum covers; the closing brace of a line that has none. */
  static int coveredEnd(byte[] octets, int from, int to) {
    int at = to - SIZE;
    return at >= from && alike(octets, at) == BEFORE.length ? at : to - 1;
  }

  private static int alike(byte[] octets, int at) {
    int alike = 0;
    for (int i = 0; i < BEFORE.length; i++) {
      alike += octets[at + i] == BEFORE[i] ? 1 : 0;
    }
    return alike;
  }

  private static int of(byte[] octets, int from, int to) {
    CRC32C crc = new CRC32C();
    crc.update(octets, from, to - from);
    return (int) crc.getValue();
  }
}
