package io.postern.gateway.callout;

import io.postern.gateway.spool.Content;
import io.postern.gateway.spool.SpoolId;
import io.postern.mail.Envelope;
import java.util.Optional;

/**
 * Envelope and content as they pass from stage to stage (RFC 5321 section 2.3.1).
 *
 * @param id that the message will have when it is accepted, for the records about it
 */
public record MailObject(Optional<SpoolId> id, Envelope envelope, Content content) {

  /** Without an id. */
  public MailObject(Envelope envelope, Content content) {
    this(Optional.empty(), envelope, content);
  }
}
