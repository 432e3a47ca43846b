package io.postern.gateway.callout;

import io.postern.gateway.callout.message.Lease;
import io.postern.gateway.callout.message.MessageDraft;
import io.postern.gateway.callout.message.MessageVersion;
import io.postern.mail.Envelope;
import io.postern.mail.Message;
import io.postern.mail.MutableEnvelope;
import io.postern.manipulation.MessageBeforeSpool;
import io.postern.session.Session;
import io.postern.validation.MessageReceived;

/** An event with the complete message; the subject is the message and its envelope. */
abstract sealed class MailEvent extends StageEvent<MailVersion> {

  private final MailVersion before;
  private final EnvelopeDraft envelope;
  private final MessageDraft message;

  private MailEvent(Lease lease, Session session, MailVersion mail) {
    super(lease, session);
    this.before = mail;
    this.envelope = new EnvelopeDraft(lease, mail.envelope());
    this.message = mail.message().draft(lease);
  }

  public MutableEnvelope envelope() {
    lease.check();
    return envelope;
  }

  public Message message() {
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
    Received(Lease lease, Session session, MailVersion mail) {
      super(lease, session, mail);
    }
  }

  /** {@link CalloutStage#MESSAGE_BEFORE_SPOOL}. */
  static final class BeforeSpool extends MailEvent implements MessageBeforeSpool {
    BeforeSpool(Lease lease, Session session, MailVersion mail) {
      super(lease, session, mail);
    }
  }
}
