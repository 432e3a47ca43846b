package io.postern.gateway.reception;

import io.postern.gateway.callout.Callouts;
import io.postern.gateway.reception.esmtp.EsmtpExtensions;
import io.postern.gateway.reception.esmtp.EsmtpSession;
import io.postern.gateway.reception.james.SmtpCommand;
import io.postern.gateway.reception.james.SmtpReply;
import io.postern.gateway.reception.james.SmtpSteps;
import io.postern.gateway.reception.james.Violation;
import io.postern.gateway.settings.Settings;
import io.postern.mail.Reply;
import java.util.ArrayList;
import java.util.List;

/**
 * One session: the commands of RFC 5321 itself, and the answers to what is no command (sections 3.1
 * to 3.3, 4.1.4). Used by the session's thread alone.
 */
final class SmtpSession implements SmtpSteps, EsmtpSession {

  private final SessionContext context;
  private final SessionBounds bounds;
  private final CommandReplies replies;
  private final Greeting greeting;
  private final MailTransactions transactions;

  SmtpSession(SessionContext context, Client client, SessionSlots slots) {
    this.context = context;
    this.bounds = new SessionBounds(slots);
    this.replies = new CommandReplies(context.settings(), context.policy(), bounds, this::subject);
    Callouts callouts = context.calloutsFor(client);
    this.greeting = new Greeting(client, callouts, context.policy());
    this.transactions = new MailTransactions(context, this, client, callouts, greeting, replies);
  }

  /** All commands of a session, those of the extensions included. */
  static List<SmtpCommand<? super SmtpSession>> commands(EsmtpExtensions extensions) {
    List<SmtpCommand<? super SmtpSession>> commands = new ArrayList<>(extensions.commands());
    commands.add(new SmtpCommand<>("HELO", (session, name) -> session.hello(name, false)));
    commands.add(new SmtpCommand<>("EHLO", (session, name) -> session.hello(name, true)));
    commands.add(new SmtpCommand<>("MAIL", (session, path) -> session.transactions.mail(path)));
    commands.add(new SmtpCommand<>("RCPT", (session, path) -> session.transactions.rcpt(path)));
    commands.add(new SmtpCommand<>("DATA", (session, text) -> session.transactions.data(text)));
    commands.add(new SmtpCommand<>("RSET", SmtpSession::rset));
    commands.add(new SmtpCommand<>("NOOP", (session, text) -> session.otherCommand(Replies.OK)));
    commands.add(new SmtpCommand<>("QUIT", SmtpSession::quit));
    return commands;
  }

  @Override
  public SmtpReply connected() {
    return greeting.connected(settings());
  }

  private SmtpReply hello(String name, boolean extended) {
    if (greeting.isRefused()) {
      return replies.bad(Replies.NOT_WELCOME);
    }
    if (!Greeting.isName(name)) {
      return badCommand(Replies.BAD_NAME, (extended ? "EHLO " : "HELO ") + name);
    }
    transactions.end(); // RFC 5321 section 4.1.4: as RSET.
    return otherCommand(
        greeting.hello(name, extended, extensions().announcements(this), settings()));
  }

  private SmtpReply rset(String argument) {
    if (!argument.isEmpty()) {
      return badCommand(Replies.NO_ARGUMENT, "RSET " + argument);
    }
    transactions.end();
    return otherCommand(Replies.OK);
  }

  private SmtpReply quit(String argument) {
    return argument.isEmpty()
        ? SmtpReply.of(Reply.of(221, "2.0.0", settings().hostName() + " closing")).thenQuit()
        : badCommand(Replies.NO_ARGUMENT, "QUIT " + argument);
  }

  @Override
  public SmtpReply unknown(String verb, String argument) {
    return switch (verb) {
      // RFC 5321 section 4.2.4.
      case "AUTH", "BDAT", "ETRN", "EXPN", "STARTTLS", "TURN" ->
          badCommand(Replies.NOT_IMPLEMENTED, verb);
      // A browser that was made to talk to us: its next lines are somebody else's mail.
      case "CONNECT", "GET", "POST", "PUT" -> replies.refuse(Stage.PROTOCOL, Replies.FORBIDDEN);
      // Not named: it may be a line of a login that the client went on with.
      default -> replies.bad(Replies.UNKNOWN);
    };
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
    return bounds.messageTime(limits());
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
  public void close() {
    try {
      transactions.end();
    } finally {
      greeting.close();
    }
  }
}
