package io.postern.gateway.reception;

import io.postern.gateway.callout.Answer;
import io.postern.gateway.callout.CalloutSet;
import io.postern.gateway.callout.Callouts;
import io.postern.gateway.callout.MailObject;
import io.postern.gateway.callout.Paths;
import io.postern.gateway.callout.Ruling;
import io.postern.mail.Mailbox;
import io.postern.mail.ReversePath;
import io.postern.session.Session;
import io.postern.validation.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** Extensions that answer what a test says, and a count of the sets that are open. */
final class ScriptedCallouts implements Callouts {

  final AtomicInteger open = new AtomicInteger();
  final AtomicInteger opened = new AtomicInteger();

  volatile Ruling connected = Ruling.PROCEED;
  volatile Ruling greeted = Ruling.PROCEED;
  volatile Ruling sender = Ruling.PROCEED;
  volatile Ruling recipientsComplete = Ruling.PROCEED;
  volatile Ruling received = Ruling.PROCEED;
  volatile Ruling beforeSpool = Ruling.PROCEED;
  volatile Map<String, Ruling> recipients = Map.of();
  volatile UnaryOperator<String> banner = UnaryOperator.identity();
  volatile UnaryOperator<SequencedSet<String>> capabilities = UnaryOperator.identity();
  volatile UnaryOperator<ReversePath> reversePath = UnaryOperator.identity();
  volatile UnaryOperator<List<Mailbox>> recipient = UnaryOperator.identity();
  volatile UnaryOperator<Paths> paths = UnaryOperator.identity();
  volatile UnaryOperator<MailObject> onReceived = UnaryOperator.identity();
  volatile UnaryOperator<MailObject> onBeforeSpool = UnaryOperator.identity();

  /** The ruling of the extension {@code scanner}. */
  static Ruling ruling(Verdict verdict) {
    return new Ruling(verdict, Optional.of("scanner"), Duration.ZERO);
  }

  @Override
  public CalloutSet open() {
    open.incrementAndGet();
    opened.incrementAndGet();
    return new Scripted();
  }

  private final class Scripted implements CalloutSet {
    private boolean closed;

    @Override
    public Answer<String> clientConnected(Session session, String text) {
      return answer(connected, banner.apply(text));
    }

    @Override
    public Answer<SequencedSet<String>> clientGreeted(
        Session session, String name, boolean extended, SequencedSet<String> announced) {
      return answer(greeted, capabilities.apply(announced));
    }

    @Override
    public Answer<ReversePath> senderGiven(
        Session session, ReversePath given, Map<String, String> parameters) {
      return answer(sender, reversePath.apply(given));
    }

    @Override
    public Answer<List<Mailbox>> recipientGiven(
        Session session, Paths soFar, Mailbox given, Map<String, String> parameters) {
      return answer(
          recipients.getOrDefault(given.localPart(), Ruling.PROCEED),
          recipient.apply(List.of(given)));
    }

    @Override
    public Answer<Paths> recipientsComplete(Session session, Paths given) {
      return answer(recipientsComplete, paths.apply(given));
    }

    @Override
    public Answer<MailObject> messageReceived(Session session, MailObject given) {
      return answer(received, onReceived.apply(given));
    }

    @Override
    public Answer<MailObject> messageBeforeSpool(Session session, MailObject given) {
      return answer(beforeSpool, onBeforeSpool.apply(given));
    }

    private <T> Answer<T> answer(Ruling ruling, T value) {
      if (closed) {
        throw new IllegalStateException("asked after its end");
      }
      return new Answer<>(ruling, value);
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
