package io.postern.gateway.reception;

import io.postern.gateway.callout.Answer;
import io.postern.gateway.callout.CalloutRecord;
import io.postern.gateway.callout.CalloutSet;
import io.postern.gateway.callout.Callouts;
import io.postern.gateway.callout.LogEntries;
import io.postern.gateway.callout.MailObject;
import io.postern.gateway.callout.Ruling;
import io.postern.gateway.callout.Standing;
import io.postern.mail.Envelope;
import io.postern.mail.Recipient;
import io.postern.session.Session;
import io.postern.validation.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** Extensions that answer what a test says, and a count of the sets that are open. */
final class ScriptedCallouts implements Callouts {

  final AtomicInteger open = new AtomicInteger();
  final AtomicInteger opened = new AtomicInteger();
  final AtomicInteger openedWatching = new AtomicInteger();

  /** For which sets were opened: session and number. */
  final List<String> transactions = new CopyOnWriteArrayList<>();

  volatile Map<String, String> messageNotes = Map.of();
  volatile Ruling connected = Ruling.PASS;
  volatile Ruling greeted = Ruling.PASS;
  volatile Ruling sender = Ruling.PASS;
  volatile Ruling recipientsComplete = Ruling.PASS;
  volatile Ruling received = Ruling.PASS;
  volatile Ruling beforeSpool = Ruling.PASS;
  volatile Map<String, Ruling> recipients = Map.of();
  volatile Duration delay = Duration.ZERO;
  volatile UnaryOperator<String> banner = UnaryOperator.identity();
  volatile UnaryOperator<SequencedSet<String>> capabilities = UnaryOperator.identity();
  volatile UnaryOperator<Envelope> begun = UnaryOperator.identity();
  volatile UnaryOperator<List<Recipient>> recipient = UnaryOperator.identity();
  volatile UnaryOperator<Envelope> envelope = UnaryOperator.identity();
  volatile UnaryOperator<MailObject> onReceived = UnaryOperator.identity();
  volatile UnaryOperator<MailObject> onBeforeSpool = UnaryOperator.identity();

  /** The ruling of the extension {@code scanner}. */
  static Ruling ruling(Verdict verdict) {
    return Ruling.of(verdict);
  }

  @Override
  public CalloutSet open(String session, int transaction, Map<String, Object> ofWatchers) {
    open.incrementAndGet();
    opened.incrementAndGet();
    transactions.add(session + " " + transaction);
    return new Scripted(false);
  }

  @Override
  public CalloutSet openWatching(int transaction, Map<String, Object> ofWatchers) {
    open.incrementAndGet();
    openedWatching.incrementAndGet();
    return new Scripted(true);
  }

  private final class Scripted implements CalloutSet {
    private final boolean watching;
    private boolean closed;

    Scripted(boolean watching) {
      this.watching = watching;
    }

    @Override
    public Answer<String> clientConnected(Session session, String text) {
      return answer("ClientConnected", connected, text, banner);
    }

    @Override
    public Answer<SequencedSet<String>> clientGreeted(
        Session session, String name, boolean extended, SequencedSet<String> announced) {
      return answer("ClientGreeted", greeted, announced, capabilities);
    }

    @Override
    public Answer<Envelope> senderGiven(Session session, Envelope given) {
      return answer("SenderGiven", sender, given, begun);
    }

    @Override
    public Answer<List<Recipient>> recipientGiven(
        Session session, Envelope soFar, Recipient given) {
      return answer(
          "RecipientGiven",
          recipients.getOrDefault(given.mailbox().localPart(), Ruling.PASS),
          List.of(given),
          recipient);
    }

    @Override
    public Answer<Envelope> recipientsComplete(Session session, Envelope given) {
      return answer("RecipientsComplete", recipientsComplete, given, envelope);
    }

    @Override
    public Answer<MailObject> messageReceived(Session session, MailObject given) {
      return answer("MessageReceived", received, given, onReceived);
    }

    @Override
    public Answer<MailObject> messageBeforeSpool(Session session, MailObject given) {
      return answer("MessageBeforeSpool", beforeSpool, given, onBeforeSpool);
    }

    @Override
    public Map<String, String> messageNotes() {
      return messageNotes;
    }

    private <T> Answer<T> answer(String stage, Ruling ruling, T given, UnaryOperator<T> change) {
      if (closed) {
        throw new IllegalStateException("asked after its end");
      }
      if (watching) {
        return Answer.unasked(given);
      }
      T value = change.apply(given);
      return new Answer<>(
          ruling,
          ruling == Ruling.PASS ? Optional.empty() : Optional.of("scanner"),
          delay,
          value,
          List.of(
              new CalloutRecord(
                  "scanner",
                  "scanner--r1",
                  stage,
                  Standing.DECIDES,
                  ruling,
                  Duration.ZERO,
                  0,
                  Set.of(),
                  Optional.empty(),
                  1)),
          LogEntries.NONE);
    }

    @Override
    public void close() {
      if (closed) {
        throw new IllegalStateException("closed twice");
      }
      closed = true;
      open.decrementAndGet();
    }
  }
}
