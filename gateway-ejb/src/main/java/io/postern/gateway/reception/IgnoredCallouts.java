package io.postern.gateway.reception;

import io.postern.gateway.callout.Answer;
import io.postern.gateway.callout.CalloutSet;
import io.postern.gateway.callout.Callouts;
import io.postern.gateway.callout.MailObject;
import io.postern.gateway.spool.Content;
import io.postern.mail.Envelope;
import io.postern.mail.Recipient;
import io.postern.session.Session;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/**
 * Asks all extensions as for any client, and goes on as if nobody had objected or changed anything:
 * for the probe of a self-test. An extension that fails is seen that way, one that refuses unknown
 * recipients does not keep the probe from its way, and what arrives can be compared octet for
 * octet.
 */
final class IgnoredCallouts implements Callouts {

  private final Callouts asked;

  IgnoredCallouts(Callouts asked) {
    this.asked = asked;
  }

  @Override
  public CalloutSet open() {
    return new Ignored(asked.open());
  }

  private record Ignored(CalloutSet asked) implements CalloutSet {

    @Override
    public Answer<String> clientConnected(Session session, String banner) {
      asked.clientConnected(session, banner);
      return proceed(banner);
    }

    @Override
    public Answer<SequencedSet<String>> clientGreeted(
        Session session, String name, boolean extended, SequencedSet<String> capabilities) {
      asked.clientGreeted(session, name, extended, new LinkedHashSet<>(capabilities));
      return proceed(capabilities);
    }

    @Override
    public Answer<Envelope> senderGiven(Session session, Envelope envelope) {
      asked.senderGiven(session, envelope);
      return proceed(envelope);
    }

    @Override
    public Answer<List<Recipient>> recipientGiven(
        Session session, Envelope soFar, Recipient recipient) {
      asked.recipientGiven(session, soFar, recipient);
      return proceed(List.of(recipient));
    }

    @Override
    public Answer<Envelope> recipientsComplete(Session session, Envelope envelope) {
      asked.recipientsComplete(session, envelope);
      return proceed(envelope);
    }

    @Override
    public Answer<MailObject> messageReceived(Session session, MailObject mail) {
      asked.messageReceived(session, lent(mail)).value().content().close();
      return proceed(mail);
    }

    @Override
    public Answer<MailObject> messageBeforeSpool(Session session, MailObject mail) {
      asked.messageBeforeSpool(session, lent(mail)).value().content().close();
      return proceed(mail);
    }

    /** The same again, since changed content closes what it was made of. */
    private static MailObject lent(MailObject mail) {
      Content same = mail.content().withHead(mail.content().head());
      return new MailObject(mail.id(), mail.envelope(), same);
    }

    private static <T> Answer<T> proceed(T value) {
      return Answer.unasked(value);
    }

    @Override
    public void close() {
      asked.close();
    }
  }
}
