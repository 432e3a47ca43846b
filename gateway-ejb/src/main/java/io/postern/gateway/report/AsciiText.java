package io.postern.gateway.report;

import io.postern.mail.Mailbox;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Foreign text made fit for a report: printable US-ASCII, of bounded length, in short lines. */
final class AsciiText {

  private static final int LINE = 76;
  private static final int LONGEST = 2_000;

  private AsciiText() {}

  /** On one line; what is not printable US-ASCII is written as {@code \\u} and four digits. */
  static String of(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    for (int i = 0; i < text.length() && shown.length() < LONGEST; i++) {
      char c = text.charAt(i);
      if (c >= ' ' && c <= '~') {
        shown.append(c);
      } else {
        shown.append("\\u").append(Integer.toHexString(0x10000 | c), 1, 5);
      }
    }
    return shown.toString();
  }

  /** A field folded before the limit of RFC 5322 section 2.1.1, at spaces where there are any. */
  static String folded(String field) {
    StringBuilder folded = new StringBuilder(field.length() + 32);
    String rest = field;
    while (rest.length() > LINE) {
      int at = rest.lastIndexOf(' ', LINE);
      if (at < LINE / 2) {
        at = LINE;
      }
      folded.append(rest, 0, at).append("\r\n ");
      rest = rest.substring(at).stripLeading();
    }
    return folded.append(rest).toString();
  }

  /**
   * As an address field of RFC 3464 section 2.3: address type and address, UTF-8 as RFC 6533 says.
   */
  static String address(Mailbox mailbox) {
    String text = mailbox.toString();
    if (text.chars().allMatch(c -> c > ' ' && c <= '~')) {
      return "rfc822; " + text;
    }
    StringBuilder escaped = new StringBuilder("utf-8; ");
    text.codePoints()
        .forEach(
            c -> {
              if (c > ' ' && c <= '~' && c != '\\' && c != '+' && c != '=') {
                escaped.append((char) c);
              } else {
                escaped.append("\\x{").append(hex(c)).append('}');
              }
            });
    return escaped.toString();
  }

  private static String hex(int codePoint) {
    String digits = Integer.toHexString(codePoint).toUpperCase(Locale.ROOT);
    return digits.length() < 2 ? "0" + digits : digits;
  }

  static byte[] octets(String ascii) {
    return ascii.getBytes(StandardCharsets.US_ASCII);
  }
}
