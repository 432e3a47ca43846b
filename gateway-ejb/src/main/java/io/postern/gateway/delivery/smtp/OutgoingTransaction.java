package io.postern.gateway.delivery.smtp;

import io.postern.gateway.disposition.Outcome;
import io.postern.gateway.spool.Content;
import io.postern.mail.Envelope;
import io.postern.mail.Recipient;
import io.postern.mail.Reply;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One transaction's commands and what was answered to them (RFC 5321 section 3.3). */
final class OutgoingTransaction {

  private static final int SERVICE_CLOSING = 421;
  private static final int STORAGE_EXCEEDED = 552;

  private final Conversation conversation;
  private final Timeouts timeouts;
  private final Capabilities capabilities;
  private final OutgoingContent outgoing;
  private final Envelope envelope;
  private final Content content;

  /** What is decided; null for recipients that share the outcome of the transaction's rest. */
  private final @Nullable Outcome[] decided;

  private int turnedAway;

  /** Whether the server said anything in this transaction, rather than to the idle session. */
  private boolean answered;

  /** Whether the server holds a begun transaction that a RSET must end before the next. */
  private boolean open;

  private String step = "before MAIL";

  OutgoingTransaction(
      Conversation conversation,
      Capabilities capabilities,
      OutgoingContent outgoing,
      Envelope envelope,
      Content content) {
    this.conversation = conversation;
    this.timeouts = conversation.timeouts();
    this.capabilities = capabilities;
    this.outgoing = outgoing;
    this.envelope = envelope;
    this.content = content;
    this.decided = new Outcome[envelope.recipients().size()];
  }

  boolean answered() {
    return answered;
  }

  boolean open() {
    return open;
  }

  /** For messages: what was awaited last. */
  String step() {
    return step;
  }

  /** Fills in the outcome of those recipients that have none of their own. */
  List<Outcome> outcomes(Outcome rest) {
    Outcome[] outcomes = new Outcome[decided.length];
    for (int i = 0; i < outcomes.length; i++) {
      Outcome own = decided[i];
      outcomes[i] = own == null ? rest : own;
    }
    return List.of(outcomes);
  }

  /**
   * Runs it and returns the outcome of those recipients that have none of their own.
   *
   * @param reset whether a RSET must come first
   * @throws ConversationBroken when the session cannot go on
   * @throws IOException when the content cannot be read
   */
  Outcome run(boolean reset) throws IOException {
    conversation.requireSilence();
    if (reset) {
      Reply reply = conversation.say("RSET\r\n").exchange(timeouts.mail());
      if (!accepted(reply)) {
        // That says nothing about this message; a new session will.
        throw new ConversationBroken("RSET was answered " + reply, true);
      }
      conversation.requireSilence();
    }
    return capabilities.pipelining() ? pipelined() : oneByOne();
  }

  private Outcome oneByOne() throws IOException {
    step = "after MAIL";
    sayMail();
    Reply mail = conversation.exchange(timeouts.mail());
    if (!begun(mail)) {
      return negative(mail);
    }
    step = "after RCPT";
    for (int i = 0; i < decided.length; i++) {
      conversation.requireSilence();
      sayRcpt(envelope.recipients().get(i));
      Outcome closing = decide(i, conversation.exchange(timeouts.rcpt()));
      if (closing != null) {
        return closing;
      }
    }
    if (turnedAway == decided.length) {
      return nobodyLeft();
    }
    conversation.requireSilence();
    step = "after DATA";
    return data(conversation.say("DATA\r\n").exchange(timeouts.dataInitiation()));
  }

  /** RFC 2920 section 3.1: MAIL, RCPT and DATA in one write, the replies in their order. */
  private Outcome pipelined() throws IOException {
    step = "after MAIL";
    sayMail();
    for (Recipient recipient : envelope.recipients()) {
      sayRcpt(recipient);
    }
    Reply mail = conversation.say("DATA\r\n").exchange(timeouts.mail());
    boolean begun = begun(mail);
    if (mail.code() == SERVICE_CLOSING) {
      return negative(mail);
    }
    step = "after RCPT";
    for (int i = 0; i < decided.length; i++) {
      Reply reply = conversation.await(timeouts.rcpt());
      Outcome closing = begun ? decide(i, reply) : null;
      if (closing != null) {
        return closing;
      }
    }
    step = "after DATA";
    Reply data = conversation.await(timeouts.dataInitiation());
    if (!begun) {
      return withoutBeginning(mail, data);
    }
    if (turnedAway < decided.length) {
      return data(data);
    }
    if (awaitsContent(data)) {
      // Nobody is left to deliver to, yet content is awaited: a dot alone ends it (RFC 2920, 3.1).
      conversation.say(".\r\n").exchange(timeouts.dataTermination());
    }
    return nobodyLeft();
  }

  private Outcome withoutBeginning(Reply mail, Reply data) {
    if (awaitsContent(data)) {
      // It refused MAIL and yet awaits content: even a dot alone might deliver an empty message.
      conversation.close();
    }
    return negative(mail);
  }

  private boolean begun(Reply mail) {
    // 421 may have been said long before, to the idle session; it does not answer this command.
    answered = mail.code() != SERVICE_CLOSING;
    open = accepted(mail);
    return open;
  }

  private Outcome data(Reply data) throws IOException {
    if (!awaitsContent(data)) {
      return negative(data);
    }
    step = "while content was sent";
    try {
      outgoing.writeTo(conversation, content);
    } catch (ConversationBroken e) {
      throw partingWord(e);
    }
    step = "after the final dot";
    Reply last = conversation.awaitAfterContent(timeouts.dataTermination());
    open = false;
    return accepted(last) ? new Outcome.Accepted(last) : negative(last);
  }

  /** Servers that have had enough say why and close; the reply may still be there to be read. */
  private ConversationBroken partingWord(ConversationBroken e) {
    if (!e.lost()) {
      return e;
    }
    try {
      Reply said = conversation.await(timeouts.quit());
      return new ConversationBroken(e.what() + ", the server said " + said, true);
    } catch (ConversationBroken silent) {
      return e;
    }
  }

  private void sayMail() {
    conversation.say("MAIL FROM:<").say(envelope.reversePath().toString()).say(">");
    if (capabilities.sizeLimit() > 0) {
      conversation.say(" SIZE=").say(Long.toString(content.size()));
    }
    if (outgoing.eightBit() && capabilities.eightBitMime()) {
      conversation.say(" BODY=8BITMIME");
    }
    if (!HostAddresses.ascii(envelope)) {
      conversation.say(" SMTPUTF8");
    }
    conversation.say("\r\n");
  }

  private void sayRcpt(Recipient recipient) {
    conversation.say("RCPT TO:<").say(recipient.mailbox().toString()).say(">\r\n");
  }

  /** Notes a recipient's own outcome; returns the outcome of all others if the server closes. */
  private @Nullable Outcome decide(int recipient, Reply reply) {
    if (accepted(reply)) {
      return null;
    }
    // RFC 5321 section 4.5.3.1.10: to RCPT, 552 means too many for now, as 452 does.
    Outcome outcome =
        reply.code() == STORAGE_EXCEEDED ? new Outcome.TransientFailure(reply) : negative(reply);
    decided[recipient] = outcome;
    turnedAway++;
    return reply.code() == SERVICE_CLOSING ? outcome : null;
  }

  private static boolean accepted(Reply reply) {
    return reply.code() < 300;
  }

  /** 354, and every other 3yz, as its first digit says the same (RFC 5321 section 4.2.1). */
  private static boolean awaitsContent(Reply reply) {
    return reply.code() / 100 == 3;
  }

  private static Outcome negative(Reply reply) {
    if (reply.isPermanent()) {
      return new Outcome.PermanentFailure(reply);
    }
    if (reply.isTransient()) {
      return new Outcome.TransientFailure(reply);
    }
    throw new ConversationBroken("unexpected reply " + reply, false);
  }

  private static Outcome nobodyLeft() {
    return new Outcome.NoReply("no recipient was left");
  }
}
