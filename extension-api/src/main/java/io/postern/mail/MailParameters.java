package io.postern.mail;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of MAIL (RFC 5321 section 4.1.1.11), immutable. Those that Postern knows have a
 * method each; all of them, also those that it does not know, are in {@link #all}.
 *
 * @param all keyword in upper case to value, in the order given; the value is empty where there was
 *     none, and as it was given where it is encoded
 */
public record MailParameters(Map<String, String> all) {

  /** What the content has (RFC 6152 section 2, RFC 3030 section 3). */
  public enum Body {
    /** {@code 7BIT}. */
    SEVEN_BIT,
    /** {@code 8BITMIME}. */
    EIGHT_BIT_MIME,
    /** {@code BINARYMIME}. */
    BINARY_MIME
  }

  /** How much of the message a report of failure contains (RFC 3461 section 4.3). */
  public enum Return {
    /** {@code FULL}: all of it. */
    FULL,
    /** {@code HDRS}: its header section. */
    HEADERS
  }

  private static final MailParameters NONE = new MailParameters(Map.of());
  private static final int MOST_DIGITS = 20;

  /** RFC 3461 section 4.4. */
  private static final int LONGEST_ENVID = 100;

  /**
   * @throws IllegalArgumentException when one has no right form, or a known one no right value
   */
  public MailParameters {
    all = EsmtpParameters.copy(all);
    if (!all.isEmpty()) {
      requireSize(all.getOrDefault("SIZE", "0"));
      body(all.get("BODY"));
      returned(all.get("RET"));
      envelopeId(all.get("ENVID"));
      authenticated(all.get("AUTH"));
      EsmtpParameters.requireNoValue(all, "SMTPUTF8");
      EsmtpParameters.requireNoValue(all, "REQUIRETLS");
    }
  }

  /** No parameter at all. */
  public static MailParameters none() {
    return NONE;
  }

  /** These with one more, or with another value of it. */
  public MailParameters with(String keyword, String value) {
    return new MailParameters(EsmtpParameters.with(all, keyword, value));
  }

  /** These without one. */
  public MailParameters without(String keyword) {
    return new MailParameters(EsmtpParameters.without(all, keyword));
  }

  /**
   * SIZE: octets of the message as the client estimates them (RFC 1870 section 6), at most {@link
   * Long#MAX_VALUE}.
   */
  public OptionalLong size() {
    String value = all.get("SIZE");
    if (value == null) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(value));
    } catch (NumberFormatException e) {
      return OptionalLong.of(Long.MAX_VALUE); // twenty digits can be more
    }
  }

  /** BODY. */
  public Optional<Body> body() {
    return body(all.get("BODY"));
  }

  /** Whether addresses or header fields may hold UTF-8 (RFC 6531 section 3.4). */
  public boolean isInternationalized() {
    return all.containsKey("SMTPUTF8");
  }

  /** RET. */
  public Optional<Return> returned() {
    return returned(all.get("RET"));
  }

  /** ENVID, decoded: the sender's own name for this transaction (RFC 3461 section 4.4). */
  public Optional<String> envelopeId() {
    return envelopeId(all.get("ENVID"));
  }

  /** AUTH: who handed the message in, as the client says it (RFC 4954 section 5). */
  public Optional<ReversePath> authenticated() {
    return authenticated(all.get("AUTH"));
  }

  /** Whether the message may travel over authenticated TLS only (RFC 8689 section 2). */
  public boolean isTlsRequired() {
    return all.containsKey("REQUIRETLS");
  }

  /** As they stand behind the reverse-path: a space before each. */
  @Override
  public String toString() {
    return EsmtpParameters.text(all);
  }

  private static void requireSize(String value) {
    boolean isNumber = !value.isEmpty() && value.length() <= MOST_DIGITS;
    for (int i = 0; i < value.length(); i++) {
      isNumber &= value.charAt(i) >= '0' && value.charAt(i) <= '9';
    }
    if (!isNumber) {
      throw new IllegalArgumentException("SIZE is no number of up to " + MOST_DIGITS + " digits");
    }
  }

  private static Optional<Body> body(@Nullable String value) {
    return value == null
        ? Optional.empty()
        : Optional.of(
            switch (value.toUpperCase(Locale.ROOT)) {
              case "7BIT" -> Body.SEVEN_BIT;
              case "8BITMIME" -> Body.EIGHT_BIT_MIME;
              case "BINARYMIME" -> Body.BINARY_MIME;
              default -> throw new IllegalArgumentException("not a value of BODY");
            });
  }

  private static Optional<Return> returned(@Nullable String value) {
    return value == null
        ? Optional.empty()
        : Optional.of(
            switch (value.toUpperCase(Locale.ROOT)) {
              case "FULL" -> Return.FULL;
              case "HDRS" -> Return.HEADERS;
              default -> throw new IllegalArgumentException("not a value of RET");
            });
  }

  private static Optional<String> envelopeId(@Nullable String value) {
    if (value == null) {
      return Optional.empty();
    }
    if (value.isEmpty() || value.length() > LONGEST_ENVID) {
      throw new IllegalArgumentException("ENVID has 1 to " + LONGEST_ENVID + " characters");
    }
    return Optional.of(Xtext.decode(value));
  }

  private static Optional<ReversePath> authenticated(@Nullable String value) {
    if (value == null) {
      return Optional.empty();
    }
    String text = Xtext.decode(value);
    return Optional.of(text.equals("<>") ? ReversePath.none() : ReversePath.parse(required(text)));
  }

  private static String required(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("AUTH has no value");
    }
    return text;
  }
}
