package io.postern.mail;

import java.util.Locale;
import java.util.Objects;

/**
 * A mailbox without source route, as given in MAIL and RCPT (RFC 5321 section 4.1.2).
 *
 * @param localPart the local part as received, quoted form included; 1 to 64 octets (RFC 5321
 *     section 4.5.3.1.1), compared with case
 * @param domain the domain or address literal, at most 255 octets (RFC 5321 section 4.5.3.1.2),
 *     compared without case; empty only for the domain-less {@code postmaster} (RFC 5321 section
 *     4.1.1.3)
 */
public record Mailbox(String localPart, String domain) {

  /**
   * @throws IllegalArgumentException when a part is too long or holds a control character or space
   *     outside quotes
   */
  public Mailbox {
    Objects.requireNonNull(localPart, "localPart");
    Objects.requireNonNull(domain, "domain");
    if (localPart.isEmpty() || localPart.length() > 64) {
      throw new IllegalArgumentException(
          "local part must have 1 to 64 octets: " + shown(localPart));
    }
    if (domain.length() > 255) {
      throw new IllegalArgumentException("domain must have at most 255 octets: " + shown(domain));
    }
    requireClean(localPart, localPart.startsWith("\""));
    requireClean(domain, false);
    if (domain.indexOf('@') >= 0) {
      throw new IllegalArgumentException("domain holds an @: " + shown(domain));
    }
  }

  /**
   * Reads {@code local@domain}, without angle brackets. The last {@code @} divides.
   *
   * @throws IllegalArgumentException when it is not a mailbox
   */
  public static Mailbox parse(String text) {
    int at = text.lastIndexOf('@');
    if (at < 1 || at == text.length() - 1) {
      throw new IllegalArgumentException("not a mailbox (local@domain): " + shown(text));
    }
    return new Mailbox(text.substring(0, at), text.substring(at + 1));
  }

  /** The domain in lower case, for comparison and look-up. */
  public String domainKey() {
    return domain.toLowerCase(Locale.ROOT);
  }

  private static void requireClean(String part, boolean quoted) {
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      if (c < ' ' || c == 0x7f || (!quoted && (c == ' ' || c == '<' || c == '>'))) {
        throw new IllegalArgumentException("character not allowed in a mailbox: " + shown(part));
      }
    }
  }

  private static String shown(String text) {
    StringBuilder shown = new StringBuilder();
    text.chars()
        .limit(80)
        .forEach(
            c -> {
              if (c < ' ' || c > '~') {
                shown.append(String.format(Locale.ROOT, "\\u%04x", c));
              } else {
                shown.append((char) c);
              }
            });
    return shown.toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Mailbox that
        && localPart.equals(that.localPart)
        && domain.equalsIgnoreCase(that.domain);
  }

  @Override
  public int hashCode() {
    return 31 * localPart.hashCode() + domainKey().hashCode();
  }

  /** {@code local@domain}, or the local part alone for a domain-less postmaster. */
  @Override
  public String toString() {
    return domain.isEmpty() ? localPart : localPart + '@' + domain;
  }
}
