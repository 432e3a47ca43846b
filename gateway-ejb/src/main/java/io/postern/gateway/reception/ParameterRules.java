package io.postern.gateway.reception;

import io.postern.mail.Reply;
import java.util.Map;
import java.util.Optional;

/** Judges the parameters of MAIL: SIZE (RFC 1870 section 6) and BODY (RFC 6152 section 2). Pure. */
final class ParameterRules {

  private static final Reply UNKNOWN = Reply.of(555, "5.5.4", "Parameter not recognized");
  private static final Reply BAD_SIZE = Reply.of(501, "5.5.4", "Bad value of SIZE");
  private static final Reply BAD_BODY = Reply.of(501, "5.5.4", "Bad value of BODY");

  private ParameterRules() {}

  /**
   * The reply when they are refused.
   *
   * @param extended whether the client greeted with EHLO; without it there are no parameters
   */
  static Optional<Reply> refusal(Map<String, String> parameters, boolean extended) {
    for (Map.Entry<String, String> parameter : parameters.entrySet()) {
      Optional<Reply> refusal =
          extended ? refusal(parameter.getKey(), parameter.getValue()) : Optional.of(UNKNOWN);
      if (refusal.isPresent()) {
        return refusal;
      }
    }
    return Optional.empty();
  }

  /** RCPT has no parameters yet. */
  static Optional<Reply> recipientRefusal(Map<String, String> parameters) {
    return parameters.isEmpty() ? Optional.empty() : Optional.of(UNKNOWN);
  }

  private static Optional<Reply> refusal(String key, String value) {
    return switch (key) {
      case "SIZE" -> size(value) < 0 ? Optional.of(BAD_SIZE) : Optional.empty();
      case "BODY" ->
          value.equalsIgnoreCase("7BIT") || value.equalsIgnoreCase("8BITMIME")
              ? Optional.empty()
              : Optional.of(BAD_BODY);
      default -> Optional.of(UNKNOWN);
    };
  }

  /** The octets announced by parameters that are not refused; 0 when they do not say. */
  static long size(Map<String, String> parameters) {
    String value = parameters.get("SIZE");
    return value == null ? 0 : size(value);
  }

  /** Negative when it is no number of up to 20 digits. */
  private static long size(String value) {
    if (value.isEmpty() || value.length() > 20) {
      return -1;
    }
    long size = 0;
    for (int i = 0; i < value.length(); i++) {
      int digit = value.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      // Stays at the highest value, so that 20 digits are too big rather than negative.
      size = size > (Long.MAX_VALUE - digit) / 10 ? Long.MAX_VALUE : size * 10 + digit;
    }
    return size;
  }
}
