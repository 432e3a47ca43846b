package io.postern.validation;

import io.postern.mail.Envelope;
import io.postern.mail.Mailbox;
import io.postern.mail.Recipient;

/**
 * RCPT was given and is allowed to relay (RFC 5321 section 4.1.1.3). Once for each RCPT that the
 * gateway's own rules let pass.
 *
 * <ul>
 *   <li><b>Thread:</b> a virtual thread of the validation workers. Sessions are served at the same
 *       time, as many as there are; of one session one callout at a time.
 *   <li><b>May change:</b> the recipient, by rewriting it, and all notes; may add other recipients.
 *       That the gateway may relay to these is not checked. The envelope can only be read.
 *   <li><b>Verdicts:</b> for this recipient alone: {@code reject} and {@code defer} refuse it,
 *       {@code discard} drops it, {@code quarantine} keeps the message back for it while the others
 *       get theirs.
 *   <li><b>Exception, or later than 5 s</b> (unless configured): nothing of the callout is taken
 *       over and the extension's failure policy answers; a late one is interrupted.
 * </ul>
 *
 * <pre>{@code
 * void recipient(@Observes RecipientGiven event) {
 *   if (event.recipient().mailbox().localPart().equals("sales")) {
 *     event.rewrite(Mailbox.parse("shop@example.com"));
 *   }
 * }
 * }</pre>
 */
public interface RecipientGiven extends ValidationEvent, TransactionEvent {

  Recipient recipient();

  /** The envelope before this recipient. */
  Envelope envelope();

  /** Takes another recipient in this one's place. */
  void rewrite(Recipient recipient);

  /** Takes another mailbox in this one's place, with the same parameters. */
  default void rewrite(Mailbox mailbox) {
    rewrite(recipient().at(mailbox));
  }

  /** Takes one more recipient; no effect when its mailbox is taken already. */
  void add(Recipient recipient);

  /** Takes one more recipient, without parameters. */
  default void add(Mailbox mailbox) {
    add(Recipient.of(mailbox));
  }
}
