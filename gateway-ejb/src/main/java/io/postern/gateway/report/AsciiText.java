package io.postern.gateway.report;

import com.google.common.net.InetAddresses;
import io.postern.mail.Mailbox;
import io.postern.text.Shown;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Foreign text made fit for a report: printable US-ASCII, of bounded length, in short lines. */
final class AsciiText {

  private static final int LINE = 76;
  private static final int LONGEST = 2_000;
  private static final int LONGEST_WORD = 900;

  private AsciiText() {}

  /** On one line. */
  static String of(String text) {
    return Shown.ascii(text, LONGEST);
  }

  /**
   * A field folded at blanks alone, before the blank, so that taking out the CRLFs gives back the
   * field (RFC 5322 section 2.2.3). A longer word has a line of its own. A word that would not fit
   * the limit of section 2.1.1 is shortened, and says so; no address is that long.
   */
  static String folded(String field) {
    if (field.length() <= LINE) {
      return field;
    }
    StringBuilder folded = new StringBuilder(field.length() + 32);
    int lineStart = 0;
    int at = 0;
    while (at < field.length()) {
      int blanks = at;
      while (blanks < field.length() && field.charAt(blanks) == ' ') {
        blanks++;
      }
      int end = field.indexOf(' ', blanks);
      end = end < 0 ? field.length() : end;
      // Not before blanks that nothing follows: the line would consist of them.
      if (at > 0 && end > blanks && folded.length() - lineStart + end - at > LINE) {
        folded.append("\r\n");
        lineStart = folded.length();
      }
      folded.append(field, at, blanks).append(word(field, blanks, end));
      at = end;
    }
    return folded.toString();
  }

  private static String word(String field, int from, int to) {
    return to - from <= LONGEST_WORD
        ? field.substring(from, to)
        : field.substring(from, from + LONGEST_WORD) + "[...]";
  }

  /** An address field: folded between type and address, never within the address. */
  static String addressField(String name, Mailbox mailbox) {
    String address = address(mailbox);
    int type = address.indexOf(' ');
    return name.length() + 2 + address.length() <= LINE
        ? name + ": " + address
        : name + ": " + address.substring(0, type) + "\r\n" + address.substring(type);
  }

  /** A host as the name of an MTA: address literals in brackets (RFC 5321 section 4.1.3). */
  static String host(String host) {
    if (!InetAddresses.isInetAddress(host)) {
      return of(host);
    }
    return host.indexOf(':') < 0 ? "[" + host + "]" : "[IPv6:" + of(host) + "]";
  }

  /**
   * As an address field of RFC 3464 section 2.3: address type and address, UTF-8 as RFC 6533 says.
   */
  static String address(Mailbox mailbox) {
    String text = mailbox.toString();
    if (text.chars().allMatch(c -> c >= ' ' && c <= '~')) {
      return "rfc822; " + text;
    }
    StringBuilder escaped = new StringBuilder("utf-8; ");
    text.codePoints()
        .forEach(
            c -> {
              if (c >= ' ' && c <= '~' && c != '\\' && c != '+' && c != '=') {
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
