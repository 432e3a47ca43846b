package io.postern.gateway.reception.esmtp;

import io.postern.mail.Reply;
import java.util.Optional;

/** Which values a parameter of MAIL or RCPT may have (RFC 5321 section 4.1.1.11). Pure. */
@FunctionalInterface
public interface ParameterSyntax {

  /**
   * The reply to a value that is not one of them.
   *
   * @param value as it was given; empty where there was none
   */
  Optional<Reply> refusal(String value);

  /** Allows what either allows: two extensions may add values to one parameter. */
  default ParameterSyntax or(ParameterSyntax other) {
    return value -> {
      Optional<Reply> refusal = refusal(value);
      return refusal.isPresent() && other.refusal(value).isEmpty() ? Optional.empty() : refusal;
    };
  }
}
