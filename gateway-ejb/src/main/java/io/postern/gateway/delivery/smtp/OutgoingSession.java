package io.postern.gateway.delivery.smtp;

import io.postern.gateway.disposition.Outcome;
import io.postern.gateway.spool.Content;
import io.postern.mail.EnhancedStatusCode;
import io.postern.mail.Envelope;
import io.postern.mail.Reply;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A session with a next hop, for one thread. Obtained from {@link SmtpClient#open}. */
public final class OutgoingSession implements AutoCloseable {

  /** Every server takes as many per transaction (RFC 5321 section 4.5.3.1.8). */
  public static final int MOST_RECIPIENTS = 100;

  private static final EnhancedStatusCode TOO_LARGE = new EnhancedStatusCode(5, 3, 4);
  private static final EnhancedStatusCode BAD_CONTENT = new EnhancedStatusCode(5, 6, 0);
  private static final EnhancedStatusCode NO_UTF8 = new EnhancedStatusCode(5, 6, 7);

  private final Conversation conversation;
  private final String remote;
  private final OutgoingContent outgoing = new OutgoingContent();
  private Capabilities capabilities = Capabilities.NONE;
  private int transactions;
  private boolean needsReset;

  OutgoingSession(Conversation conversation, String remote) {
    this.conversation = conversation;
    this.remote = remote;
  }

  /** Address and port talked to. */
  public String remote() {
    return remote;
  }

  /** Transactions so far. */
  public int transactions() {
    return transactions;
  }

  /** Whether another transaction can be tried. */
  public boolean usable() {
    return conversation.isOpen();
  }

  /** Greets; returns the refusal, if that is what came. */
  @Nullable Reply begin(String ownName) {
    Timeouts timeouts = conversation.timeouts();
    Reply banner = conversation.await(timeouts.greeting());
    if (banner.code() != 220) {
      return refusal(banner);
    }
    conversation.requireSilence();
    Reply ehlo = conversation.say("EHLO " + ownName + "\r\n").exchange(timeouts.greeting());
    if (ehlo.code() < 300) {
      capabilities = Capabilities.of(ehlo);
      return null;
    }
    if (!ehlo.isPermanent()) {
      return refusal(ehlo);
    }
    // RFC 5321 section 4.1.4: a server that does not know EHLO may know HELO.
    conversation.requireSilence();
    Reply helo = conversation.say("HELO " + ownName + "\r\n").exchange(timeouts.greeting());
    return helo.code() < 300 ? null : refusal(helo);
  }

  private static Reply refusal(Reply reply) {
    if (reply.isPositive()) {
      throw new ConversationBroken("unexpected reply " + reply + " to the greeting", false);
    }
    return reply;
  }

  /**
   * One transaction.
   *
   * @param envelope with 1 to {@link #MOST_RECIPIENTS} recipients
   * @throws IOException when the content cannot be read; the next hop has not taken the message
   */
  public Transfer send(Envelope envelope, Content content) throws IOException {
    outgoing.prepare(content);
    Outcome unsendable = unsendable(envelope, content);
    if (unsendable != null) {
      Outcome[] outcomes = new Outcome[envelope.recipients().size()];
      Arrays.fill(outcomes, unsendable);
      return new Transfer(List.of(outcomes), false);
    }
    boolean first = transactions++ == 0;
    OutgoingTransaction transaction =
        new OutgoingTransaction(conversation, capabilities, outgoing, envelope, content);
    Outcome rest;
    boolean lost = false;
    try {
      rest = transaction.run(needsReset);
      needsReset = transaction.open();
    } catch (ConversationBroken e) {
      close();
      lost = e.lost();
      rest = new Outcome.NoReply(e.what() + " " + transaction.step());
    } catch (IOException | RuntimeException e) {
      // The server awaits the rest of the content: only an end without it keeps the message ours.
      close();
      throw e;
    }
    if (rest instanceof Outcome.TransientFailure postponed && postponed.reply().code() == 421) {
      close();
      lost = true;
    }
    boolean stale = lost && !first && !transaction.answered();
    return new Transfer(transaction.outcomes(rest), stale);
  }

  private @Nullable Outcome unsendable(Envelope envelope, Content content) {
    long limit = capabilities.sizeLimit();
    if (limit > 0 && content.size() > limit) {
      return new Outcome.NotAttempted(
          TOO_LARGE,
          "message of " + content.size() + " octets, the next hop takes at most " + limit);
    }
    if (outgoing.bare()) {
      return new Outcome.NotAttempted(BAD_CONTENT, "content holds a CR or LF outside of CRLF");
    }
    if (!capabilities.smtpUtf8() && !HostAddresses.ascii(envelope)) {
      return new Outcome.NotAttempted(
          NO_UTF8, "an address is not US-ASCII, the next hop does not offer SMTPUTF8");
    }
    return null;
  }

  /** Says QUIT, waits a moment for the reply, closes. */
  public void quit() {
    if (usable()) {
      try {
        conversation.say("QUIT\r\n").exchange(conversation.timeouts().quit());
      } catch (ConversationBroken e) {
        // It was to end anyway, and nothing is in transfer.
        close();
      }
    }
    close();
  }

  /** Ends without QUIT. */
  @Override
  public void close() {
    conversation.close();
  }
}
