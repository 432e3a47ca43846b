package io.postern.gateway.connection;

/** Finds the end of a line, strictly: CRLF and nothing else (RFC 5321 section 2.3.8). Pure. */
final class LineScanner {

  /** No line end yet. */
  static final int MORE = -1;

  static final int BARE_CR = -2;
  static final int BARE_LF = -3;

  private LineScanner() {}

  /** Where the CR of the first CRLF is, or what else was found. */
  static int endOfLine(byte[] octets, int from, int to) {
    for (int i = from; i < to; i++) {
      byte octet = octets[i];
      if (octet == '\n') {
        return BARE_LF;
      }
      if (octet == '\r') {
        if (i + 1 == to) {
          return MORE;
        }
        return octets[i + 1] == '\n' ? i : BARE_CR;
      }
    }
    return MORE;
  }
}
