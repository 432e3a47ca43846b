package io.postern.gateway.callout;

import io.postern.gateway.callout.message.Lease;
import io.postern.mail.Envelope;
import io.postern.mail.MutableEnvelope;
import io.postern.session.Session;
import io.postern.validation.RecipientsComplete;

/** {@link CalloutStage#RECIPIENTS_COMPLETE}; the subject is the envelope. */
final class RecipientsEvent extends StageEvent<Envelope> implements RecipientsComplete {

  private final EnvelopeDraft envelope;

  RecipientsEvent(Lease lease, Session session, Envelope before) {
    super(lease, session);
    this.envelope = new EnvelopeDraft(lease, before);
  }

  @Override
  public MutableEnvelope envelope() {
    lease.check();
    return envelope;
  }

  @Override
  Envelope subject() {
    return envelope.result();
  }
}
