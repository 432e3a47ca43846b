package io.postern.gateway.delivery.smtp;

import io.postern.gateway.connection.Connection;
import io.postern.gateway.connection.IoDeadline;
import io.postern.mail.Reply;
import io.postern.text.Shown;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Commands and replies of one session, each step within its time. What breaks the connection is
 * raised as {@link ConversationBroken}. Used by one thread.
 */
final class Conversation {

  private final Connection connection;
  private final ReplyReader replies = new ReplyReader(this::read);
  private final Timeouts timeouts;
  private IoDeadline deadline;

  /** Why this side closed the connection. */
  private String whyClosed = "connection given up, the gateway is stopping";

  Conversation(Connection connection, Timeouts timeouts) {
    this.connection = connection;
    this.timeouts = timeouts;
    this.deadline = IoDeadline.in(timeouts.greeting());
  }

  Timeouts timeouts() {
    return timeouts;
  }

  /** Adds to the commands to be sent with the next {@link #exchange}. */
  Conversation say(String text) {
    try {
      connection.gather(text.getBytes(StandardCharsets.UTF_8));
      return this;
    } catch (IOException e) {
      throw broken(e);
    }
  }

  /** Sends what was said and reads one reply. */
  Reply exchange(Duration limit) {
    within(limit);
    try {
      connection.flush();
    } catch (IOException e) {
      throw broken(e);
    }
    return await(limit);
  }

  /** Reads one reply. */
  Reply await(Duration limit) {
    within(limit);
    Reply reply = replies.read();
    endUnlessInStep();
    return reply;
  }

  /** Reads the reply to the final dot. */
  Reply awaitAfterContent(Duration limit) {
    within(limit);
    Reply reply = replies.readAfterContent();
    endUnlessInStep();
    return reply;
  }

  /** Writes what a heap buffer holds; the server is to take it within the time. */
  void send(ByteBuffer octets, Duration limit) {
    within(limit);
    try {
      connection.write(
          octets.array(), octets.arrayOffset() + octets.position(), octets.remaining());
    } catch (IOException e) {
      throw broken(e);
    }
  }

  /** Begins a step: all of it must be done within the time. */
  private void within(Duration limit) {
    deadline = IoDeadline.in(limit);
    connection.allowWrites(deadline.nanos());
  }

  private int read() {
    int octet;
    try {
      octet = connection.read(deadline);
    } catch (IOException e) {
      throw broken(e);
    }
    if (octet < 0) {
      throw new ConversationBroken("connection closed by the server", true);
    }
    return octet;
  }

  /** What comes after a reply without an end would be taken for the reply to another command. */
  private void endUnlessInStep() {
    if (!replies.ended()) {
      whyClosed = "the reply before did not end";
      connection.dropInput();
      connection.close();
    }
  }

  /**
   * Called when every reply was read, before the next command: what is there already cannot answer
   * it (RFC 5321 section 2.1: in lock-step).
   *
   * @throws ConversationBroken when something is there
   */
  void requireSilence() {
    requireSilence("the server sent something unasked");
  }

  /** The same before the final dot: what is there would be taken for the reply to it. */
  void requireSilenceBeforeFinalDot() {
    requireSilence("the server sent something before the final dot");
  }

  private void requireSilence(String otherwise) {
    boolean silent;
    try {
      silent = !connection.hasUnread();
    } catch (IOException e) {
      throw broken(e);
    }
    if (!silent) {
      throw new ConversationBroken(otherwise, true);
    }
  }

  private ConversationBroken broken(IOException e) {
    if (connection.isLate() || e instanceof SocketTimeoutException) {
      return new ConversationBroken("timed out", false);
    }
    if (connection.isClosed()) {
      return new ConversationBroken(whyClosed, false);
    }
    return new ConversationBroken("connection lost (" + Shown.of(e) + ")", true);
  }

  boolean isOpen() {
    return !connection.isClosed();
  }

  void close() {
    connection.close();
  }
}
