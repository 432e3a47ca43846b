package io.postern.mail;

import io.postern.text.Shown;
import java.util.Locale;
import java.util.Objects;

/**
 * A mailbox without source route, as given in MAIL and RCPT (RFC 5321 section 4.1.2).
 *
 * <p>Local part, {@code @} and domain have at most 254 octets together, counted in UTF-8: a path
 * holds 256 with its brackets (RFC 5321 section 4.5.3.1.3). Within it the local part may be longer
 * than the 64 octets of section 4.5.3.1.1, as senders of bulk mail make it.
 *
 * @param localPart the local part as received, quoted form included; not empty, compared with case
 * @param domain the domain or address literal, compared without case; empty only for the
 *     domain-less {@code postmaster} (RFC 5321 section 4.1.1.3)
 */
public record Mailbox(String localPart, String domain) {

  private static final int LONGEST = 254;

  /**
   * @throws IllegalArgumentException when it is too long or holds a control character or space
   *     outside quotes
   */
  public Mailbox {
    Objects.requireNonNull(localPart, "localPart");
    Objects.requireNonNull(domain, "domain");
    if (localPart.isEmpty()) {
      throw new IllegalArgumentException("local part must not be empty");
    }
    int octets = requireClean(localPart, localPart.startsWith("\""));
    octets += 1 + requireClean(domain, false);
    if (octets > LONGEST) {
      throw new IllegalArgumentException(
          "mailbox must have at most " + LONGEST + " octets: " + Shown.of(localPart, 80));
    }
    if (domain.indexOf('@') >= 0) {
      throw new IllegalArgumentException("domain holds an @: " + Shown.of(domain, 80));
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
      throw new IllegalArgumentException("not a mailbox (local@domain): " + Shown.of(text, 80));
    }
    return new Mailbox(text.substring(0, at), text.substring(at + 1));
  }

  /** The domain in lower case, for comparison and look-up. */
  public String domainKey() {
    return domain.toLowerCase(Locale.ROOT);
  }

  /** Answers the octets in UTF-8. */
  private static int requireClean(String part, boolean quoted) {
    int octets = 0;
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      if (c < ' ' || c == 0x7f || (!quoted && (c == ' ' || c == '<' || c == '>'))) {
        throw new IllegalArgumentException(
            "character not allowed in a mailbox: " + Shown.of(part, 80));
      }
      // A surrogate is half of four octets.
      octets += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return octets;
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
