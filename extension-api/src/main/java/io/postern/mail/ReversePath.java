package io.postern.mail;

/** The argument of MAIL: where failures are reported (RFC 5321 section 4.1.1.2). */
public sealed interface ReversePath {

  /**
   * The null reverse-path {@code <>} of reports; their failure is reported to nobody (RFC 5321
   * section 4.5.5).
   */
  record Null() implements ReversePath {
    @Override
    public String toString() {
      return "";
    }
  }

  /** A mailbox. */
  record Of(Mailbox mailbox) implements ReversePath {
    @Override
    public String toString() {
      return mailbox.toString();
    }
  }

  /** The null reverse-path. */
  static ReversePath none() {
    return new Null();
  }

  /**
   * Reads what stands between the angle brackets; the empty string is the null reverse-path.
   *
   * @throws IllegalArgumentException when it is neither empty nor a mailbox
   */
  static ReversePath parse(String text) {
    return text.isEmpty() ? new Null() : new Of(Mailbox.parse(text));
  }
}
