package io.postern.gateway.delivery.smtp;

import io.postern.mail.Reply;
import java.util.Locale;

/**
 * What the server said it can (RFC 5321 section 4.1.1.1).
 *
 * @param sizeLimit octets of a message; 0 when it said none (RFC 1870)
 */
record Capabilities(boolean pipelining, boolean eightBitMime, boolean smtpUtf8, long sizeLimit) {

  /** Of a server that only knows HELO. */
  static final Capabilities NONE = new Capabilities(false, false, false, 0);

  static Capabilities of(Reply ehlo) {
    boolean pipelining = false;
    boolean eightBitMime = false;
    boolean smtpUtf8 = false;
    long sizeLimit = 0;
    for (String line : ehlo.lines().subList(1, ehlo.lines().size())) {
      String text = line.strip().toUpperCase(Locale.ROOT);
      switch (text) {
        case "PIPELINING" -> pipelining = true;
        case "8BITMIME" -> eightBitMime = true;
        case "SMTPUTF8" -> smtpUtf8 = true;
        default -> {
          if (text.startsWith("SIZE ")) {
            sizeLimit = size(text.substring(5).strip());
          }
        }
      }
    }
    return new Capabilities(pipelining, eightBitMime, smtpUtf8, sizeLimit);
  }

  /** RFC 1870 allows 20 digits; what we cannot read limits nothing. */
  private static long size(String digits) {
    try {
      return Math.max(0, Long.parseLong(digits));
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
