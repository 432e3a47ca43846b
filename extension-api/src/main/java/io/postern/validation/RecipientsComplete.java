package io.postern.validation;

import io.postern.mail.MutableEnvelope;

/**
 * DATA was given; 354 not yet sent (RFC 5321 section 4.1.1.4). Once per transaction, unless every
 * recipient was discarded.
 *
 * <ul>
 *   <li><b>Thread:</b> a virtual thread of the validation workers. Sessions are served at the same
 *       time, as many as there are; of one session one callout at a time.
 *   <li><b>May change:</b> the whole envelope, and all notes; without any recipient left the client
 *       gets 554.
 *   <li><b>Verdicts:</b> a refusal answers DATA and spares the transfer of the content. {@code
 *       discard} and {@code quarantine} hold for the message.
 *   <li><b>Exception, or later than 5 s</b> (unless configured): nothing of the callout is taken
 *       over and the extension's failure policy answers; a late one is interrupted.
 * </ul>
 *
 * <pre>{@code
 * void complete(@Observes RecipientsComplete event) {
 *   if (event.envelope().recipients().size() > 50 && !event.session().mayRelay()) {
 *     event.answer(Verdict.reject("Too many recipients from outside"));
 *   }
 * }
 * }</pre>
 */
public interface RecipientsComplete extends ValidationEvent, TransactionEvent {

  /** The envelope; may be changed. */
  MutableEnvelope envelope();
}
