package io.postern.gateway.disposition;

import io.postern.mail.EnhancedStatusCode;
import io.postern.mail.Reply;

/** What one attempt came to for one recipient. */
public sealed interface Outcome {

  /** The reply to the final dot says 2yz: the message is theirs (RFC 5321 section 6.1). */
  record Accepted(Reply reply) implements Outcome {}

  /** A command that concerns the recipient was answered 4xx, or RCPT 552. */
  record TransientFailure(Reply reply) implements Outcome {}

  /** A command that concerns the recipient was answered 5xx. */
  record PermanentFailure(Reply reply) implements Outcome {}

  /**
   * There was no reply: no connection, silence, loss, or something that is not SMTP.
   *
   * @param what on one line, printable
   */
  record NoReply(String what) implements Outcome {}

  /**
   * It was not tried, since this next hop cannot be given this message.
   *
   * @param status of class 5
   * @param why on one line, printable
   */
  record NotAttempted(EnhancedStatusCode status, String why) implements Outcome {}
}
