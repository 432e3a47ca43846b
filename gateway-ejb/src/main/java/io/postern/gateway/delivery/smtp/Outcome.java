package io.postern.gateway.delivery.smtp;

import io.postern.mail.EnhancedStatusCode;
import io.postern.mail.Reply;

/** What one attempt came to for one recipient. */
public sealed interface Outcome {

  /** The reply to the final dot says 2yz: the message is theirs (RFC 5321 section 6.1). */
  record Taken(Reply reply) implements Outcome {}

  /** A command that concerns the recipient was answered 4xx, or RCPT 552. */
  record Postponed(Reply reply) implements Outcome {}

  /** A command that concerns the recipient was answered 5xx. */
  record Refused(Reply reply) implements Outcome {}

  /**
   * There was no reply: no connection, silence, loss, or something that is not SMTP.
   *
   * @param what on one line, printable
   */
  record Broken(String what) implements Outcome {}

  /**
   * It was not tried, since this next hop cannot be given this message.
   *
   * @param status of class 5
   * @param why on one line, printable
   */
  record Unsendable(EnhancedStatusCode status, String why) implements Outcome {}
}
