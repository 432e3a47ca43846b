package io.postern.gateway.reception;

import io.postern.gateway.reception.james.SmtpReply;
import io.postern.gateway.reception.james.Violation;
import io.postern.mail.Reply;

/**
 * The gateway's own replies (RFC 5321 section 4.2.3, RFC 3463). To the client they are true and
 * bland.
 */
final class Replies {

  static final SmtpReply SENDER_OK = positive(250, "2.1.0", "OK");
  static final SmtpReply RECIPIENT_OK = positive(250, "2.1.5", "OK");
  static final SmtpReply OK = positive(250, "2.0.0", "OK");
  static final SmtpReply SEND_CONTENT =
      SmtpReply.line("354 End data with <CR><LF>.<CR><LF>").thenContent();

  static final Reply GREET_FIRST = Reply.of(503, "5.5.1", "Send EHLO or HELO first");
  static final Reply SENDER_FIRST = Reply.of(503, "5.5.1", "Send MAIL first");
  static final Reply ONE_SENDER = Reply.of(503, "5.5.1", "Sender already given");
  static final Reply NO_RECIPIENTS = Reply.of(554, "5.5.1", "No valid recipients");
  static final Reply NOT_WELCOME = Reply.of(503, "5.5.1", "Bad sequence of commands");
  static final Reply NO_ARGUMENT = Reply.of(501, "5.5.4", "No argument allowed");
  static final Reply BAD_NAME = Reply.of(501, "5.5.4", "Domain name or address literal required");
  static final Reply UNKNOWN = Reply.of(500, "5.5.2", "Command not recognized");
  static final Reply NOT_IMPLEMENTED = Reply.of(502, "5.5.1", "Command not implemented");
  static final Reply FORBIDDEN = Reply.of(421, "4.7.0", "This is an SMTP server, good bye");
  static final Reply TOO_MANY_ERRORS = Reply.of(421, "4.7.0", "Too many errors, good bye");

  static final Reply BARE_CR = Reply.of(500, "5.5.2", "CR without LF, good bye");
  static final Reply BARE_LF = Reply.of(500, "5.5.2", "LF without CR, good bye");
  static final Reply CONTROL = Reply.of(501, "5.5.2", "Control character not allowed");
  static final Reply EIGHT_BIT = Reply.of(501, "5.5.2", "Octet above 127 not allowed");
  static final Reply LINE_TOO_LONG = Reply.of(500, "5.5.2", "Line too long");
  static final Reply ENDLESS_LINE = Reply.of(421, "4.7.0", "Line without end, good bye");

  static final Reply BARE_CR_IN_CONTENT =
      Reply.of(554, "5.6.0", "Content holds CR without LF, good bye");
  static final Reply BARE_LF_IN_CONTENT =
      Reply.of(554, "5.6.0", "Content holds LF without CR, good bye");
  static final Reply NUL_IN_CONTENT = Reply.of(554, "5.6.0", "Content holds NUL");
  static final Reply MESSAGE_TOO_BIG = Reply.of(552, "5.3.4", "Message too big");
  static final Reply HEADER_TOO_BIG = Reply.of(552, "5.3.4", "Header section too big");
  static final Reply LOOP = Reply.of(554, "5.4.6", "Too many Received fields: mail loop");
  static final Reply EMPTIED = Reply.of(554, "5.5.0", "No recipients left");

  static final Reply TOO_MANY_RECIPIENTS = Reply.of(452, "4.5.3", "Too many recipients");
  static final Reply RELAYING_DENIED = Reply.of(550, "5.7.1", "Relaying denied");
  static final Reply NO_ROUTE = Reply.of(550, "5.4.4", "No route to the recipient's domain");
  static final Reply ROUTED_DENIED =
      Reply.of(550, "5.7.1", "Relaying denied: routing in the local part");

  static final Reply STORAGE_FULL = Reply.of(452, "4.3.1", "Insufficient storage, try again later");
  static final Reply STORAGE_FAULT =
      Reply.of(451, "4.3.0", "Cannot store mail now, try again later");
  static final Reply FAILED = Reply.of(421, "4.3.0", "Local error, try again later");
  static final Reply TOO_MANY_COMMANDS =
      Reply.of(421, "4.7.0", "Too many commands without a message, good bye");
  static final Reply IDLE_TOO_LONG = Reply.of(421, "4.4.2", "Idle for too long, good bye");
  static final Reply SESSION_TOO_LONG =
      Reply.of(421, "4.4.2", "Session is too long, connect again");
  static final Reply TIMED_OUT = Reply.of(421, "4.4.2", "Timeout exceeded");
  static final Reply SHUT_DOWN = Reply.of(421, "4.3.2", "Shutting down, try again later");
  static final Reply TOO_MANY_SESSIONS =
      Reply.of(421, "4.3.2", "Too many sessions, try again later");
  static final Reply TOO_MANY_FROM_CLIENT =
      Reply.of(421, "4.7.0", "Too many sessions from your address, try again later");

  private Replies() {}

  /** The reply to content that broke the framing. */
  static Reply inContent(Violation violation) {
    return switch (violation) {
      case BARE_CR -> BARE_CR_IN_CONTENT;
      case BARE_LF -> BARE_LF_IN_CONTENT;
      case ENDLESS, CONTROL_CHARACTER, EIGHT_BIT, LINE_TOO_LONG -> MESSAGE_TOO_BIG;
    };
  }

  private static SmtpReply positive(int code, String status, String text) {
    return SmtpReply.of(Reply.of(code, status, text));
  }
}
