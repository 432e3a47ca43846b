package io.postern.gateway.reception.esmtp;

import io.postern.mail.Reply;
import java.util.Map;
import java.util.Optional;

/**
 * 8BITMIME (RFC 6152): BODY of MAIL says 7BIT or 8BITMIME. Content is taken as it is either way.
 */
final class EightBitMimeExtension implements EsmtpExtension {

  private static final Reply BAD_BODY = Reply.of(501, "5.5.4", "Bad value of BODY");

  @Override
  public Optional<String> announcement(EsmtpSession session) {
    return Optional.of("8BITMIME");
  }

  @Override
  public Map<String, ParameterSyntax> mailParameters() {
    return Map.of("BODY", EightBitMimeExtension::body);
  }

  private static Optional<Reply> body(String value) {
    return value.equalsIgnoreCase("7BIT") || value.equalsIgnoreCase("8BITMIME")
        ? Optional.empty()
        : Optional.of(BAD_BODY);
  }
}
