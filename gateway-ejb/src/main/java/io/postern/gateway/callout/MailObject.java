package io.postern.gateway.callout;

import io.postern.gateway.spool.Content;
import io.postern.gateway.spool.SpoolId;
import io.postern.mail.Mailbox;
import io.postern.mail.ReversePath;
import java.util.List;
import java.util.Optional;

/**
 * Envelope and content as they pass from stage to stage (RFC 5321 section 2.3.1).
 *
 * @param id that the message will have when it is accepted, for the records about it
 */
public record MailObject(
    Optional<SpoolId> id, ReversePath reversePath, List<Mailbox> recipients, Content content) {

  /** Without an id. */
  public MailObject(ReversePath reversePath, List<Mailbox> recipients, Content content) {
    this(Optional.empty(), reversePath, recipients, content);
  }

  public MailObject {
    recipients = List.copyOf(recipients);
  }
}
