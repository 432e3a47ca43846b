package io.postern.gateway.report;

import io.postern.gateway.spool.SpoolId;
import io.postern.mail.EnhancedStatusCode;
import io.postern.mail.Mailbox;
import io.postern.mail.Recipient;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a report is about: one message and those of its recipients that are given up.
 *
 * @param id the message's name in this gateway
 * @param reversePath who gets the report
 * @param head the message's header section as spooled, as ISO 8859-1 text
 * @param losses at least one
 */
public record Undelivered(
    SpoolId id, Mailbox reversePath, Instant receivedAt, String head, List<Loss> losses) {

  public Undelivered {
    losses = List.copyOf(losses);
    if (losses.isEmpty()) {
      throw new IllegalArgumentException("a report needs a recipient");
    }
  }

  /**
   * A recipient that is given up.
   *
   * @param diagnosis the remote reply, or what happened instead of one
   * @param replied whether the diagnosis is a remote reply
   * @param remoteHost the host that was to take the message, when there was one
   * @param expired whether the lifetime was over, rather than a permanent failure
   */
  public record Loss(
      Recipient recipient,
      EnhancedStatusCode status,
      String diagnosis,
      boolean replied,
      Optional<String> remoteHost,
      Instant lastAttemptAt,
      boolean expired) {}
}
