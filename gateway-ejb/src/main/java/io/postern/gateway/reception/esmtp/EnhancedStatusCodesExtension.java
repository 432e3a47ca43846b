package io.postern.gateway.reception.esmtp;

import java.util.Optional;

/**
 * ENHANCEDSTATUSCODES (RFC 2034): replies carry the codes of RFC 3463, which {@code SmtpReply} adds
 * for every client.
 */
final class EnhancedStatusCodesExtension implements EsmtpExtension {

  @Override
  public Optional<String> announcement(EsmtpSession session) {
    return Optional.of("ENHANCEDSTATUSCODES");
  }
}
