package io.postern.mail;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One RCPT: the mailbox and the parameters given with it (RFC 5321 sections 4.1.1.3 and 4.1.1.11),
 * immutable.
 *
 * @param parameters keyword in upper case to value, in the order given; the value is empty where
 *     there was none, and as it was given where it is encoded
 */
public record Recipient(Mailbox mailbox, Map<String, String> parameters) {

  /** When the sender wants to hear of this recipient (RFC 3461 section 4.1). */
  public enum Notify {
    NEVER,
    SUCCESS,
    FAILURE,
    DELAY
  }

  /**
   * The address that the message was sent to first (RFC 3461 section 4.2).
   *
   * @param type such as {@code rfc822}
   * @param address decoded
   */
  public record Original(String type, String address) {

    /** As it stands in ORCPT. */
    @Override
    public String toString() {
      return type + ';' + Xtext.encode(address);
    }
  }

  /** RFC 3461 section 4.2. */
  private static final int LONGEST_ORCPT = 500;

  /**
   * @throws IllegalArgumentException when a parameter has no right form, or a known one no right
   *     value
   */
  public Recipient {
    Objects.requireNonNull(mailbox, "mailbox");
    parameters = EsmtpParameters.copy(parameters);
    if (!parameters.isEmpty()) {
      notifications(parameters.get("NOTIFY"));
      original(parameters.get("ORCPT"));
    }
  }

  /** A recipient without parameters. */
  public static Recipient of(Mailbox mailbox) {
    return new Recipient(mailbox, Map.of());
  }

  /** The same parameters with another mailbox, as when an alias is resolved. */
  public Recipient at(Mailbox other) {
    return new Recipient(other, parameters);
  }

  /** This one with one more parameter, or with another value of it. */
  public Recipient with(String keyword, String value) {
    return new Recipient(mailbox, EsmtpParameters.with(parameters, keyword, value));
  }

  /** This one without a parameter. */
  public Recipient without(String keyword) {
    return new Recipient(mailbox, EsmtpParameters.without(parameters, keyword));
  }

  /** NOTIFY; empty when it was not given, which is not {@link Notify#NEVER}. */
  public Set<Notify> notifications() {
    return notifications(parameters.get("NOTIFY"));
  }

  /** ORCPT. */
  public Optional<Original> original() {
    return original(parameters.get("ORCPT"));
  }

  /** The mailbox, and the parameters with a space before each. */
  @Override
  public String toString() {
    return mailbox + EsmtpParameters.text(parameters);
  }

  private static Set<Notify> notifications(@Nullable String value) {
    Set<Notify> notifications = EnumSet.noneOf(Notify.class);
    if (value == null) {
      return notifications;
    }
    for (String word : value.split(",", -1)) {
      Notify notify =
          switch (word.toUpperCase(Locale.ROOT)) {
            case "NEVER" -> Notify.NEVER;
            case "SUCCESS" -> Notify.SUCCESS;
            case "FAILURE" -> Notify.FAILURE;
            case "DELAY" -> Notify.DELAY;
            default -> throw new IllegalArgumentException("not a value of NOTIFY");
          };
      notifications.add(notify);
    }
    if (notifications.contains(Notify.NEVER) && notifications.size() > 1) {
      throw new IllegalArgumentException("NOTIFY=NEVER stands alone");
    }
    return notifications;
  }

  private static Optional<Original> original(@Nullable String value) {
    if (value == null) {
      return Optional.empty();
    }
    int semicolon = value.indexOf(';');
    if (semicolon < 1 || semicolon == value.length() - 1 || value.length() > LONGEST_ORCPT) {
      throw new IllegalArgumentException(
          "ORCPT is type;address of at most " + LONGEST_ORCPT + " characters");
    }
    String address = Xtext.decode(value.substring(semicolon + 1));
    return Optional.of(new Original(value.substring(0, semicolon), address));
  }
}
