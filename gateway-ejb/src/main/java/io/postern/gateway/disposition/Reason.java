package io.postern.gateway.disposition;

import io.postern.mail.EnhancedStatusCode;
import io.postern.mail.Reply;

/**
 * Why a recipient stands where it does.
 *
 * @param text the remote reply or what happened instead, on one line, printable
 * @param replied whether it is a remote reply
 */
public record Reason(EnhancedStatusCode status, String text, boolean replied) {

  /** A reply without an enhanced status code says no more than its class (RFC 3463 section 3.1). */
  static Reason of(Reply reply) {
    EnhancedStatusCode status =
        reply.status().orElseGet(() -> new EnhancedStatusCode(reply.code() / 100, 0, 0));
    return new Reason(status, reply.toString(), true);
  }

  /**
   * Of a reply after which another attempt follows: a class 5, as 552 to RCPT may say, counts as 4.
   */
  static Reason temporary(Reply reply) {
    Reason reason = of(reply);
    EnhancedStatusCode said = reason.status();
    return said.statusClass() == 4
        ? reason
        : new Reason(new EnhancedStatusCode(4, said.subject(), said.detail()), reason.text(), true);
  }

  static Reason of(EnhancedStatusCode status, String text) {
    return new Reason(status, text, false);
  }
}
