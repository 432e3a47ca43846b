package io.postern.gateway.reception.esmtp;

import io.postern.mail.MailParameters;
import io.postern.mail.Reply;
import java.util.Map;
import java.util.Optional;

/**
 * SIZE (RFC 1870): the largest message is announced, and a larger one refused at MAIL when the
 * client says how large it is.
 */
final class SizeExtension implements EsmtpExtension {

  private static final Reply BAD_SIZE = Reply.of(501, "5.5.4", "Bad value of SIZE");
  private static final Reply TOO_BIG = Reply.of(552, "5.3.4", "Message too big");

  /** RFC 1870 section 6. */
  private static final int MOST_DIGITS = 20;

  @Override
  public Optional<String> announcement(EsmtpSession session) {
    return Optional.of("SIZE " + session.settings().limits().messageSize());
  }

  @Override
  public Map<String, ParameterSyntax> mailParameters() {
    return Map.of("SIZE", SizeExtension::size);
  }

  private static Optional<Reply> size(String value) {
    boolean isNumber = !value.isEmpty() && value.length() <= MOST_DIGITS;
    for (int i = 0; isNumber && i < value.length(); i++) {
      isNumber = value.charAt(i) >= '0' && value.charAt(i) <= '9';
    }
    return isNumber ? Optional.empty() : Optional.of(BAD_SIZE);
  }

  @Override
  public Optional<Reply> refusal(EsmtpSession session, MailParameters parameters) {
    return parameters.size().orElse(0) > session.settings().limits().messageSize()
        ? Optional.of(TOO_BIG)
        : Optional.empty();
  }
}
