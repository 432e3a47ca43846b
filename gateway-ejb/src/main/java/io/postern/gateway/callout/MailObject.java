package io.postern.gateway.callout;

import io.postern.gateway.spool.Content;
import io.postern.mail.Mailbox;
import io.postern.mail.ReversePath;
import java.util.List;

/** Envelope and content as they pass from stage to stage (RFC 5321 section 2.3.1). */
public record MailObject(ReversePath reversePath, List<Mailbox> recipients, Content content) {
  public MailObject {
    recipients = List.copyOf(recipients);
  }
}
