package io.postern.session;

import io.postern.mail.MessageNotes;
import java.util.Map;

/**
 * One mail transaction (RFC 5321 section 3.3). It begins with MAIL and ends, with its notes, when
 * MAIL is refused, by RSET, HELO or EHLO, with the reply to the content, or with the session. Used
 * by one callout at a time.
 *
 * <pre>{@code
 * void recipient(@Observes RecipientGiven event) {
 *   event.transaction().notes().merge("example.recipients", 1, (a, b) -> (Integer) a + 1);
 * }
 *
 * void received(@Observes MessageReceived event) {
 *   Object given = event.transaction().notes().get("example.recipients");
 *   event.transaction().messageNotes().put("example.recipients", String.valueOf(given));
 * }
 * }</pre>
 */
public interface Transaction {

  /**
   * Its number in the session, from 1. Every MAIL that extensions are asked about has one, also
   * when it is then refused. With {@link Session#id} unique over restarts.
   */
  int number();

  /**
   * What extensions keep until the transaction ends; see the package for keys. A map of this call's
   * own: what was changed in it when the callout returns is taken over.
   */
  Map<String, Object> notes();

  /**
   * What stays with the transaction's message when it is accepted. May be written from MAIL on;
   * forgotten when the transaction ends without a message.
   */
  MessageNotes messageNotes();
}
