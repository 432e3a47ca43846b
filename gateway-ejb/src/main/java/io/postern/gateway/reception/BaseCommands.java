package io.postern.gateway.reception;

import io.postern.gateway.reception.esmtp.EsmtpExtensions;
import io.postern.gateway.reception.esmtp.EsmtpSession;
import io.postern.gateway.reception.james.SmtpCommand;
import io.postern.gateway.reception.james.SmtpReply;
import io.postern.mail.Reply;
import java.util.ArrayList;
import java.util.List;

/**
 * The commands of RFC 5321 itself: which there are, and those of them that are no part of a
 * transaction (sections 4.1.1 and 4.1.4). Used by the session's thread alone.
 */
final class BaseCommands {

  private final EsmtpSession session;
  private final Greeting greeting;
  private final MailTransactions transactions;
  private final CommandReplies replies;

  BaseCommands(
      EsmtpSession session,
      Greeting greeting,
      MailTransactions transactions,
      CommandReplies replies) {
    this.session = session;
    this.greeting = greeting;
    this.transactions = transactions;
    this.replies = replies;
  }

  /** All commands of a session, those of the extensions included. */
  static List<SmtpCommand<? super SmtpSession>> with(EsmtpExtensions extensions) {
    List<SmtpCommand<? super SmtpSession>> all = new ArrayList<>(extensions.commands());
    all.add(new SmtpCommand<>("HELO", (session, name) -> session.commands().hello(name, false)));
    all.add(new SmtpCommand<>("EHLO", (session, name) -> session.commands().hello(name, true)));
    all.add(new SmtpCommand<>("MAIL", (session, path) -> session.transactions().mail(path)));
    all.add(new SmtpCommand<>("RCPT", (session, path) -> session.transactions().rcpt(path)));
    all.add(new SmtpCommand<>("DATA", (session, text) -> session.transactions().data(text)));
    all.add(new SmtpCommand<>("RSET", (session, text) -> session.commands().rset(text)));
    all.add(new SmtpCommand<>("NOOP", (session, text) -> session.otherCommand(Replies.OK)));
    all.add(new SmtpCommand<>("QUIT", (session, text) -> session.commands().quit(text)));
    return all;
  }

  private SmtpReply hello(String name, boolean extended) {
    if (greeting.isRefused()) {
      return replies.bad(Replies.NOT_WELCOME);
    }
    if (!Greeting.isName(name)) {
      return replies.bad(Replies.BAD_NAME, (extended ? "EHLO " : "HELO ") + name);
    }
    transactions.end(); // RFC 5321 section 4.1.4: as RSET.
    return replies.other(
        greeting.hello(
            name, extended, session.extensions().announcements(session), session.settings()));
  }

  private SmtpReply rset(String argument) {
    if (!argument.isEmpty()) {
      return replies.bad(Replies.NO_ARGUMENT, "RSET " + argument);
    }
    transactions.end();
    return replies.other(Replies.OK);
  }

  private SmtpReply quit(String argument) {
    return argument.isEmpty()
        ? SmtpReply.of(Reply.of(221, "2.0.0", session.settings().hostName() + " closing"))
            .thenQuit()
        : replies.bad(Replies.NO_ARGUMENT, "QUIT " + argument);
  }

  /** A command that neither RFC 5321 nor an extension has. */
  SmtpReply unknown(String verb) {
    return switch (verb) {
      // RFC 5321 section 4.2.4.
      case "AUTH", "BDAT", "ETRN", "EXPN", "STARTTLS", "TURN" ->
          replies.bad(Replies.NOT_IMPLEMENTED, verb);
      // A browser that was made to talk to us: its next lines are somebody else's mail.
      case "CONNECT", "GET", "POST", "PUT" -> replies.refuse(Stage.PROTOCOL, Replies.FORBIDDEN);
      // Not named: it may be a line of a login that the client went on with.
      default -> replies.bad(Replies.UNKNOWN);
    };
  }
}
