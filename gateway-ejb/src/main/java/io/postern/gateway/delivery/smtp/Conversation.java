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
    return reply;
  }
}
