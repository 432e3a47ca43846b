package io.postern.gateway.callout;

import io.postern.mail.Envelope;
import io.postern.mail.MutableEnvelope;
import io.postern.validation.RecipientsComplete;

/** {@link CalloutStage#RECIPIENTS_COMPLETE}; the subject is the envelope. */
final class RecipientsEvent extends StageEvent<Envelope> implements RecipientsComplete {

  private final EnvelopeDraft envelope;

  RecipientsEvent(CallContext context, Envelope before) {
    super(context);
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
