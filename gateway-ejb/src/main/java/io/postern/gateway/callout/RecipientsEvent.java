package io.postern.gateway.callout;

import io.postern.gateway.callout.message.Lease;
import io.postern.mail.Envelope;
import io.postern.session.Session;
import io.postern.validation.RecipientsComplete;

/** {@link Stage#RECIPIENTS_COMPLETE}; the subject is the paths. */
final class RecipientsEvent extends StageEvent<Paths> implements RecipientsComplete {

  private final EnvelopeDraft envelope;

  RecipientsEvent(Lease lease, Session session, Paths paths) {
    super(lease, session);
    this.envelope = new EnvelopeDraft(lease, paths, true);
  }

  @Override
  public Envelope envelope() {
    lease.check();
    return envelope;
  }

  @Override
  Paths subject() {
    return envelope.paths();
  }
}
