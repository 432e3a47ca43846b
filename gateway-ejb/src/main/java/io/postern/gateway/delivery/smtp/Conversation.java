package io.postern.gateway.delivery.smtp;

import io.postern.mail.Reply;
import java.time.Duration;

/** Commands and replies of one session, each step within its time. */
final class Conversation {

  private final Wire wire;
  private final ReplyReader replies;
  private final Timeouts timeouts;

  Conversation(Wire wire, Timeouts timeouts) {
    this.wire = wire;
    this.replies = new ReplyReader(wire::read);
    this.timeouts = timeouts;
  }

  Wire wire() {
    return wire;
  }

  Timeouts timeouts() {
    return timeouts;
  }

  /** Adds to the commands to be sent with the next {@link #exchange}. */
  Conversation say(String text) {
    wire.say(text);
    return this;
  }

  /** Sends what was said and reads one reply. */
  Reply exchange(Duration limit) {
    wire.within(limit);
    wire.flush();
    return await(limit);
  }

  /** Reads one reply. */
  Reply await(Duration limit) {
    wire.within(limit);
    Reply reply = replies.read();
    wire.done();
    endUnlessInStep();
    return reply;
  }

  /** Reads the reply to the final dot. */
  Reply awaitAfterContent(Duration limit) {
    wire.within(limit);
    Reply reply = replies.readAfterContent();
    wire.done();
    endUnlessInStep();
    return reply;
  }

  /** What comes after a reply without an end would be taken for the reply to another command. */
  private void endUnlessInStep() {
    if (!replies.ended()) {
      wire.close("the reply before did not end");
    }
  }

  /**
   * Called when every reply was read, before the next command: what is there already cannot answer
   * it (RFC 5321 section 2.1: in lock-step).
   *
   * @throws ConversationBroken when something is there
   */
  void requireSilence() {
    if (wire.hasUnread()) {
      throw new ConversationBroken("the server sent something unasked", true);
    }
  }
}
