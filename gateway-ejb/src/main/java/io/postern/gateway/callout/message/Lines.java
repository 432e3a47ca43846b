package io.postern.gateway.callout.message;

import java.nio.charset.StandardCharsets;

/** What octets are, seen as lines. */
final class Lines {

  /** Octets of a line without its end (RFC 5322 section 2.1.1). */
  static final int LONGEST = 998;

  private Lines() {}

  /** Whether all lines end in CRLF, without NUL and without other CR or LF, and none is longer. */
  static boolean areClean(byte[] octets, int longest) {
    int lineStart = 0;
    for (int i = 0; i < octets.length; i++) {
      byte octet = octets[i];
      if (octet == 0 || (octet == '\n' && (i == 0 || octets[i - 1] != '\r'))) {
        return false;
      }
      if (octet == '\r' && (i + 1 == octets.length || octets[i + 1] != '\n')) {
        return false;
      }
      if (octet == '\n') {
        lineStart = i + 1;
      } else if (i - lineStart >= longest && octet != '\r') {
        return false;
      }
    }
    return true;
  }

  /** What is raised for a body whose lines are not clean. */
  static IllegalArgumentException notClean() {
    return new IllegalArgumentException(
        "a body is made of lines ending in CRLF, without NUL and without other CR or LF");
  }

  static boolean isAscii(byte[] octets) {
    for (byte octet : octets) {
      if (octet < 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether quoted-printable is shorter than base64, or little longer and can be read. */
  static boolean mostlyAscii(byte[] octets) {
    int others = 0;
    for (byte octet : octets) {
      if (octet < 0 || octet == 0) {
        others++;
      }
    }
    return others <= octets.length / 6 + 8;
  }

  /** The text with every line end as CRLF. */
  static String withCrlf(String text) {
    StringBuilder lines = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        lines.append("\r\n");
      } else if (c != '\r') {
        lines.append(c);
      } else if (i + 1 == text.length() || text.charAt(i + 1) != '\n') {
        lines.append("\r\n");
      }
    }
    return lines.toString();
  }

  /** Whether a line begins like a delimiter of that boundary (RFC 2046 section 5.1.1). */
  static boolean beginLikeDelimiter(byte[] octets, String boundary) {
    byte[] delimiter = ("--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    for (int lineStart = 0; lineStart + delimiter.length <= octets.length; ) {
      int same = 0;
      while (same < delimiter.length && octets[lineStart + same] == delimiter[same]) {
        same++;
      }
      if (same == delimiter.length) {
        return true;
      }
      int at = lineStart;
      while (at < octets.length && octets[at] != '\n') {
        at++;
      }
      lineStart = at + 1;
    }
    return false;
  }
}
