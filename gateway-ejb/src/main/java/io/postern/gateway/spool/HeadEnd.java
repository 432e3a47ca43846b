package io.postern.gateway.spool;

/**
 * Finds the end of a header section octet by octet: behind the first empty line, which may be the
 * first line (RFC 5322 section 2.1).
 */
final class HeadEnd {

  private static final int LINE_START = 2;
  private static final int FOUND = 4;

  /** How many octets of CR LF CR LF were seen; a content begins as if a line had ended. */
  private int seen = LINE_START;

  boolean isFound() {
    return seen == FOUND;
  }

  /** Goes over octets; answers how many of them belong to the header section. */
  int scan(byte[] octets, int offset, int length) {
    for (int i = 0; i < length; i++) {
      if (isFound()) {
        return i;
      }
      seen =
          switch (octets[offset + i]) {
            case '\r' -> seen == LINE_START ? 3 : 1;
            case '\n' -> seen == 1 ? LINE_START : seen == 3 ? FOUND : 0;
            default -> 0;
          };
    }
    return length;
  }
}
