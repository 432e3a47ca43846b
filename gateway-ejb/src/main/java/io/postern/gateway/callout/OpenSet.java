package io.postern.gateway.callout;

import io.postern.gateway.callout.message.MessageVersion;
import io.postern.gateway.callout.message.NewContent;
import io.postern.gateway.callout.worker.Thrown;
import io.postern.gateway.spool.Content;
import io.postern.gateway.spool.SpoolUnavailable;
import io.postern.mail.Envelope;
import io.postern.mail.Recipient;
import io.postern.mail.Reply;
import io.postern.session.Session;
import io.postern.validation.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.concurrent.atomic.AtomicBoolean;

/** A session's view of a {@link Snapshot}. */
final class OpenSet implements CalloutSet {

  private static final System.Logger LOG = System.getLogger("io.postern.gateway.callout");

  private static final Ruling CANNOT_WRITE =
      new Ruling(
          Verdict.defer(Reply.of(451, "4.3.0", "Cannot process now, try again later")),
          Optional.empty(),
          Duration.ZERO);

  private final Snapshot snapshot;
  private final NewContent newContent;
  private final AtomicBoolean closed = new AtomicBoolean();

  OpenSet(Snapshot snapshot, NewContent newContent) {
    this.snapshot = snapshot;
    this.newContent = newContent;
  }

  @Override
  public Answer<String> clientConnected(Session session, String banner) {
    return ask(
        Stage.CLIENT_CONNECTED,
        session,
        banner,
        (lease, subject) -> new ConnectedEvent(lease, session, subject));
  }

  @Override
  public Answer<SequencedSet<String>> clientGreeted(
      Session session, String name, boolean extended, SequencedSet<String> capabilities) {
    return ask(
        Stage.CLIENT_GREETED,
        session,
        capabilities,
        (lease, subject) -> new GreetedEvent(lease, session, name, extended, subject));
  }

  @Override
  public Answer<Envelope> senderGiven(Session session, Envelope envelope) {
    return ask(
        Stage.SENDER_GIVEN,
        session,
        envelope,
        (lease, subject) -> new SenderEvent(lease, session, subject));
  }

  @Override
  public Answer<List<Recipient>> recipientGiven(
      Session session, Envelope soFar, Recipient recipient) {
    return ask(
        Stage.RECIPIENT_GIVEN,
        session,
        List.of(recipient),
        (lease, subject) -> new RecipientEvent(lease, session, soFar, subject));
  }

  @Override
  public Answer<Envelope> recipientsComplete(Session session, Envelope envelope) {
    return ask(
        Stage.RECIPIENTS_COMPLETE,
        session,
        envelope,
        (lease, subject) -> new RecipientsEvent(lease, session, subject));
  }

  @Override
  public Answer<MailObject> messageReceived(Session session, MailObject mailObject) {
    return askAboutMail(
        Stage.MESSAGE_RECEIVED,
        session,
        mailObject,
        (lease, subject) -> new MailEvent.Received(lease, session, subject));
  }

  @Override
  public Answer<MailObject> messageBeforeSpool(Session session, MailObject mailObject) {
    return askAboutMail(
        Stage.MESSAGE_BEFORE_SPOOL,
        session,
        mailObject,
        (lease, subject) -> new MailEvent.BeforeSpool(lease, session, subject));
  }

  private Chain chain(Stage stage) {
    if (closed.get()) {
      throw new IllegalStateException("this set of callouts is closed");
    }
    return snapshot.chain(stage);
  }

  private <S> Answer<S> ask(Stage stage, Session session, S subject, StageEvent.Factory<S> events) {
    Chain chain = chain(stage);
    return chain.isEmpty()
        ? new Answer<>(Ruling.PROCEED, subject)
        : chain.ask(session, subject, events);
  }

  private Answer<MailObject> askAboutMail(
      Stage stage, Session session, MailObject before, StageEvent.Factory<MailVersion> events) {
    Chain chain = chain(stage);
    if (chain.isEmpty()) {
      return new Answer<>(Ruling.PROCEED, before);
    }
    MailVersion version =
        new MailVersion(before.id(), before.envelope(), MessageVersion.of(before.content()));
    Answer<MailVersion> answer = chain.ask(session, version, events);
    return answer.value() == version || !keepsMessage(answer.ruling().verdict())
        ? new Answer<>(answer.ruling(), before)
        : written(stage, answer, before);
  }

  /** Changes to a message that goes no further need not be written. */
  private static boolean keepsMessage(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Continue c -> true;
      case Verdict.Accept a -> true;
      case Verdict.Quarantine q -> true;
      case Verdict.Delay d -> true;
      case Verdict.Discard d -> false;
      case Verdict.Defer d -> false;
      case Verdict.Reject r -> false;
      case Verdict.Disconnect d -> false;
    };
  }

  private Answer<MailObject> written(Stage stage, Answer<MailVersion> answer, MailObject before) {
    MailVersion after = answer.value();
    Content content;
    try {
      content = after.message().content(newContent);
    } catch (IOException | SpoolUnavailable e) {
      LOG.log(
          System.Logger.Level.ERROR,
          "callout: cannot write the message changed at "
              + stage.title()
              + " ("
              + Thrown.described(e)
              + "); the client gets 451");
      return new Answer<>(CANNOT_WRITE, before);
    }
    if (content != before.content()) {
      before.content().close();
    }
    return new Answer<>(answer.ruling(), new MailObject(before.id(), after.envelope(), content));
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      snapshot.release();
    }
  }
}
