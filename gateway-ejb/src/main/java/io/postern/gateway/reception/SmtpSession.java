package io.postern.gateway.reception;

import io.postern.gateway.reception.esmtp.EsmtpExtensions;
import io.postern.gateway.reception.esmtp.EsmtpSession;
import io.postern.gateway.reception.james.DialogueEnd;
import io.postern.gateway.reception.james.SmtpReply;
import io.postern.gateway.reception.james.SmtpSteps;
import io.postern.gateway.reception.james.Violation;
import io.postern.gateway.settings.Settings;
import io.postern.mail.Reply;
import java.time.Duration;
import java.time.Instant;

/**
 * One session, put together: its greeting, commands, transactions and bounds, and the answers to
 * what is no command (RFC 5321 section 3.1). Used by the session's thread alone.
 */
final class SmtpSession implements SmtpSteps, EsmtpSession {

  private final SessionContext context;
  private final Client client;
  private final SessionBounds bounds;
  private final CommandReplies replies;
  private final Greeting greeting;
  private final MailTransactions transactions;
  private final BaseCommands commands;
  private boolean opened;
  private boolean faulty;
  private long messages;

  SmtpSession(SessionContext context, Client client, SessionSlots slots) {
    this.context = context;
    this.client = client;
    this.bounds = new SessionBounds(slots);
    this.replies = new CommandReplies(context.settings(), context.policy(), bounds, this::subject);
    SessionCallouts callouts = new SessionCallouts(context.callouts(), client);
    this.greeting = new Greeting(client, callouts, context.policy());
    this.transactions = new MailTransactions(context, this, client, callouts, greeting, replies);
    this.commands = new BaseCommands(this, greeting, transactions, replies);
  }

  BaseCommands commands() {
    return commands;
  }

  MailTransactions transactions() {
    return transactions;
  }

  @Override
  public SmtpReply connected() {
    SmtpReply reply = greeting.connected(settings());
    if (reply.isPositive()) {
      opened = true;
      context.events().sessionOpened(client.opened());
    }
    return reply;
  }

  @Override
  public SmtpReply unknown(String verb, String argument) {
    return commands.unknown(verb);
  }

  @Override
  public SmtpReply malformedCommand(Violation violation) {
    return switch (violation) {
      case BARE_CR -> replies.refuse(Stage.PROTOCOL, Replies.BARE_CR);
      case BARE_LF -> replies.refuse(Stage.PROTOCOL, Replies.BARE_LF);
      case ENDLESS -> replies.refuse(Stage.PROTOCOL, Replies.ENDLESS_LINE);
      case CONTROL_CHARACTER -> replies.bad(Replies.CONTROL);
      case EIGHT_BIT -> replies.bad(Replies.EIGHT_BIT);
      case LINE_TOO_LONG -> replies.bad(Replies.LINE_TOO_LONG);
    };
  }

  @Override
  public void content(byte[] octets, int offset, int length) {
    transactions.content().take(octets, offset, length);
  }

  @Override
  public void nulInContent() {
    transactions.content().refuse(Replies.NUL_IN_CONTENT);
  }

  @Override
  public SmtpReply malformedContent(Violation violation) {
    return replies.refuse(Stage.CONTENT, Replies.inContent(violation));
  }

  @Override
  public SmtpReply endOfContent() {
    try {
      SmtpReply reply = transactions.endOfContent();
      if (reply.isPositive()) {
        bounds.messageTaken();
        messages++;
      }
      return reply;
    } finally {
      bounds.contentEnded();
    }
  }

  @Override
  public void replied() {
    transactions.replied();
  }

  @Override
  public SmtpReply timedOut() {
    return replies.refuse(Stage.PROTOCOL, bounds.timedOut(limits(), inTransaction()));
  }

  @Override
  public SmtpReply shutDown() {
    return replies.refuse(Stage.PROTOCOL, Replies.SHUT_DOWN);
  }

  @Override
  public SmtpReply failed() {
    faulty = true;
    return replies.refuse(Stage.PROTOCOL, Replies.FAILED);
  }

  @Override
  public boolean inTransaction() {
    return transactions.isOpen();
  }

  @Override
  public long commandTime() {
    return bounds.commandTime(limits(), inTransaction());
  }

  @Override
  public long replyTime() {
    return limits().commandTime().toNanos();
  }

  @Override
  public long messageTime() {
    return SessionBounds.messageTime(limits());
  }

  /** Twice what may come, and some more, so that a usual excess still gets its 552. */
  @Override
  public long endlessContent() {
    return 2 * limits().messageSize() + (1 << 20);
  }

  @Override
  public Settings settings() {
    return context.settings().now();
  }

  @Override
  public EsmtpExtensions extensions() {
    return context.extensions();
  }

  @Override
  public SmtpReply otherCommand(SmtpReply reply) {
    return replies.other(reply);
  }

  @Override
  public SmtpReply badCommand(Reply reply, String command) {
    return replies.bad(reply, command);
  }

  private Subject subject() {
    return transactions.subject();
  }

  private Settings.Limits limits() {
    return settings().limits();
  }

  @Override
  public void ended(DialogueEnd end) {
    try {
      transactions.end();
    } finally {
      greeting.close();
    }
    if (opened) {
      Instant now = context.clock().instant();
      context
          .events()
          .sessionEnded(
              new SessionEnded(
                  client.facts(),
                  how(end.cause()),
                  Duration.between(client.startedAt(), now),
                  end.octetsIn(),
                  end.octetsOut(),
                  end.commands(),
                  messages,
                  now));
    }
  }

  /** In the words of docs/journal.md. */
  private String how(DialogueEnd.Cause cause) {
    return switch (cause) {
      case QUIT -> "quit";
      case CLIENT_CLOSED -> "client closed";
      case TIMEOUT -> "timeout";
      case VIOLATION -> "violation";
      case REPLY -> faulty ? "fault" : bounds.areExceeded() ? "limit" : "disconnected";
      case STOPPING -> "stopping";
      case FAULT -> "fault";
    };
  }
}
