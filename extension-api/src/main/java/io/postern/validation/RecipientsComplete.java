package io.postern.validation;

import io.postern.mail.MutableEnvelope;

/**
 * DATA was given; 354 not yet sent (RFC 5321 section 4.1.1.4). Once per transaction, unless every
 * recipient was discarded.
 *
 * <p>May change the whole envelope; without any recipient left the client gets 554. A refusal here
 * spares the transfer of the content.
 *
 * <pre>{@code
 * void complete(@Observes RecipientsComplete event) {
 *   if (event.envelope().recipients().size() > 50 && !event.session().mayRelay()) {
 *     event.answer(Verdict.reject("Too many recipients from outside"));
 *   }
 * }
 * }</pre>
 */
public interface RecipientsComplete extends ValidationEvent {

  /** The envelope; may be changed. */
  MutableEnvelope envelope();
}
