package io.postern.gateway.delivery.smtp;

/** Text from outside made fit for one line of a log: printable US-ASCII, the rest escaped. */
final class Printable {

  private static final String HEX = "0123456789abcdef";
  private static final int LONGEST = 300;

  private Printable() {}

  static String of(Throwable problem) {
    String message = problem.getMessage();
    return message == null ? problem.getClass().getSimpleName() : of(message);
  }

  static String of(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    for (int i = 0; i < text.length() && shown.length() < LONGEST; i++) {
      char c = text.charAt(i);
      if (c >= ' ' && c <= '~') {
        shown.append(c);
      } else {
        shown.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
          shown.append(HEX.charAt(c >> shift & 15));
        }
      }
    }
    return shown.toString();
  }

  /** Appends an octet: itself when printable US-ASCII, else {@code \xhh}. */
  static void append(StringBuilder shown, int octet) {
    if (octet >= ' ' && octet <= '~') {
      shown.append((char) octet);
    } else if (octet == '\t') {
      shown.append(' ');
    } else {
      shown.append("\\x").append(HEX.charAt(octet >> 4 & 15)).append(HEX.charAt(octet & 15));
    }
  }
}
