package io.postern.gateway.reception.esmtp;

import java.util.Optional;

/**
 * PIPELINING (RFC 2920): commands may come in groups. Replies are gathered as long as input is
 * there, which the connection does for every client.
 */
final class PipeliningExtension implements EsmtpExtension {

  @Override
  public Optional<String> announcement(EsmtpSession session) {
    return Optional.of("PIPELINING");
  }
}
