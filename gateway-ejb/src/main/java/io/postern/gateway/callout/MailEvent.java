package io.postern.gateway.callout;

import io.postern.gateway.callout.message.MessageDraft;
import io.postern.gateway.callout.message.MessageVersion;
import io.postern.mail.Envelope;
import io.postern.mail.MutableEnvelope;
import io.postern.mail.MutableMessage;
import io.postern.manipulation.MessageBeforeSpool;
import io.postern.validation.MessageReceived;

/** An event with the complete message; the subject is the message and its envelope. */
abstract sealed class MailEvent extends StageEvent<MailVersion> {

  private final MailVersion before;
  private final EnvelopeDraft envelope;
  private final MessageDraft message;

  private MailEvent(CallContext context, MailVersion mail) {
    super(context);
    this.before = mail;
    this.envelope = new EnvelopeDraft(lease, mail.envelope());
    this.message = mail.message().draft(lease);
  }

  public MutableEnvelope envelope() {
    lease.check();
    return envelope;
  }

  public MutableMessage message() {
    lease.check();
    return message;
  }

  @Override
  MailVersion subject() {
    Envelope after = envelope.result();
    MessageVersion version = message.finish();
    return after == before.envelope() && version == before.message()
        ? before
        : new MailVersion(before.id(), after, version);
  }

  /** {@link CalloutStage#MESSAGE_RECEIVED}. */
  static final class Received extends MailEvent implements MessageReceived {
    Received(CallContext context, MailVersion mail) {
      super(context, mail);
    }
  }

  /** {@link CalloutStage#MESSAGE_BEFORE_SPOOL}. */
  static final class BeforeSpool extends MailEvent implements MessageBeforeSpool {
    BeforeSpool(CallContext context, MailVersion mail) {
      super(context, mail);
    }
  }
}
