package io.postern.gateway.callout;

import io.postern.gateway.callout.message.Lease;
import io.postern.gateway.callout.message.MessageDraft;
import io.postern.gateway.callout.message.MessageVersion;
import io.postern.mail.Envelope;
import io.postern.mail.Message;
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
    this.envelope = new EnvelopeDraft(lease, mail.paths(), true);
    this.message = mail.message().draft(lease);
  }

  public Envelope envelope() {
    lease.check();
    return envelope;
  }

  public Message message() {
    lease.check();
    return message;
  }

  @Override
  MailVersion subject() {
    Paths paths = envelope.paths();
    MessageVersion version = message.finish();
    return paths == before.paths() && version == before.message()
        ? before
        : new MailVersion(before.id(), paths, version);
  }

  /** {@link Stage#MESSAGE_RECEIVED}. */
  static final class Received extends MailEvent implements MessageReceived {
    Received(Lease lease, Session session, MailVersion mail) {
      super(lease, session, mail);
    }
  }

  /** {@link Stage#MESSAGE_BEFORE_SPOOL}. */
  static final class BeforeSpool extends MailEvent implements MessageBeforeSpool {
    BeforeSpool(Lease lease, Session session, MailVersion mail) {
      super(lease, session, mail);
    }
  }
}
