package io.postern.gateway.callout;

import io.postern.gateway.callout.message.MessageVersion;
import io.postern.gateway.callout.message.NewContent;
import io.postern.gateway.callout.message.StreamedBodies;
import io.postern.gateway.callout.worker.Thrown;
import io.postern.gateway.spool.Content;
import io.postern.gateway.spool.SpoolUnavailable;
import io.postern.mail.Envelope;
import io.postern.mail.Recipient;
import io.postern.mail.Reply;
import io.postern.session.Session;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A session's view of a {@link Snapshot}. */
final class OpenSet implements CalloutSet, OpenTransaction {

  private static final System.Logger LOG = System.getLogger("io.postern.gateway.callout");

  private static final Ruling CANNOT_WRITE =
      new Ruling.Refuse(Reply.of(451, "4.3.0", "Cannot process now, try again later"), false);

  private final Snapshot snapshot;
  private final NewContent newContent;
  private final int transaction;
  private final Map<String, Object> ofWatchers;
  private final boolean watched;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Null until a callout leaves some; most transactions have none. */
  private @Nullable TransactionNotes notes;

  /**
   * @param transaction its number in the session; 0 before the first
   * @param ofWatchers see {@link Callouts#open}
   * @param watched whether all extensions only watch
   */
  OpenSet(
      Snapshot snapshot,
      NewContent newContent,
      int transaction,
      Map<String, Object> ofWatchers,
      boolean watched) {
    this.transaction = transaction;
    this.ofWatchers = ofWatchers;
    this.watched = watched;
    this.snapshot = snapshot;
    this.newContent = newContent;
  }

  @Override
  public Answer<String> clientConnected(Session session, String banner) {
    return ask(
        CalloutStage.CLIENT_CONNECTED,
        session,
        banner,
        (context, subject) -> new ConnectedEvent(context, subject));
  }

  @Override
  public Answer<SequencedSet<String>> clientGreeted(
      Session session, String name, boolean extended, SequencedSet<String> capabilities) {
    return ask(
        CalloutStage.CLIENT_GREETED,
        session,
        capabilities,
        (context, subject) -> new GreetedEvent(context, name, extended, subject));
  }

  @Override
  public Answer<Envelope> senderGiven(Session session, Envelope envelope) {
    return ask(
        CalloutStage.SENDER_GIVEN,
        session,
        envelope,
        (context, subject) -> new SenderEvent(context, subject));
  }

  @Override
  public Answer<List<Recipient>> recipientGiven(
      Session session, Envelope soFar, Recipient recipient) {
    return ask(
        CalloutStage.RECIPIENT_GIVEN,
        session,
        List.of(recipient),
        (context, subject) -> new RecipientEvent(context, soFar, subject));
  }

  @Override
  public Answer<Envelope> recipientsComplete(Session session, Envelope envelope) {
    return ask(
        CalloutStage.RECIPIENTS_COMPLETE,
        session,
        envelope,
        (context, subject) -> new RecipientsEvent(context, subject));
  }

  @Override
  public Answer<MailObject> messageReceived(Session session, MailObject mailObject) {
    return askAboutMail(
        CalloutStage.MESSAGE_RECEIVED,
        session,
        mailObject,
        (context, subject) -> new MailEvent.Received(context, subject));
  }

  @Override
  public Answer<MailObject> messageBeforeSpool(Session session, MailObject mailObject) {
    return askAboutMail(
        CalloutStage.MESSAGE_BEFORE_SPOOL,
        session,
        mailObject,
        (context, subject) -> new MailEvent.BeforeSpool(context, subject));
  }

  @Override
  public int number() {
    return transaction;
  }

  @Override
  public Map<String, Object> notes(boolean decides) {
    TransactionNotes made = notes;
    return made == null ? new HashMap<>() : made.own(decides);
  }

  @Override
  public Map<String, String> messageNotes(boolean decides) {
    TransactionNotes made = notes;
    return made == null ? new HashMap<>() : made.ofMessage(decides);
  }

  @Override
  public void take(NotesLeft left, boolean decides) {
    TransactionNotes made = notes;
    if (made == null) {
      made = new TransactionNotes();
      notes = made;
    }
    made.take(left, decides);
  }

  @Override
  public Map<String, String> messageNotes() {
    return notes == null ? Map.of() : notes.kept();
  }

  private Chain chain(CalloutStage stage) {
    if (closed.get()) {
      throw new IllegalStateException("this set of callouts is closed");
    }
    return snapshot.chain(stage, watched);
  }

  private <S> Answer<S> ask(
      CalloutStage stage, Session session, S subject, StageEvent.Factory<S> events) {
    Chain chain = chain(stage);
    return chain.isEmpty()
        ? Answer.unasked(subject)
        : chain.ask(session, this, ofWatchers, subject, events);
  }

  private Answer<MailObject> askAboutMail(
      CalloutStage stage,
      Session session,
      MailObject before,
      StageEvent.Factory<MailVersion> events) {
    Chain chain = chain(stage);
    if (chain.isEmpty()) {
      return Answer.unasked(before);
    }
    try (StreamedBodies bodies = new StreamedBodies(newContent)) {
      MailVersion version =
          new MailVersion(
              before.id(), before.envelope(), MessageVersion.of(before.content(), bodies));
      Answer<MailVersion> answer = chain.ask(session, this, ofWatchers, version, events);
      // Changes to a message that goes no further need not be written.
      return answer.value() == version || !answer.ruling().keepsMessage()
          ? answer.about(before)
          : written(stage, answer, before);
    }
  }

  private Answer<MailObject> written(
      CalloutStage stage, Answer<MailVersion> answer, MailObject before) {
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
      return new Answer<>(
          CANNOT_WRITE,
          Optional.empty(),
          answer.delay(),
          before,
          answer.records(),
          answer.logged());
    }
    if (content != before.content()) {
      before.content().close();
    }
    return answer.about(new MailObject(before.id(), after.envelope(), content));
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      snapshot.release();
    }
  }
}
