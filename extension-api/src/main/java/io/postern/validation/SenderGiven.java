package io.postern.validation;

import io.postern.mail.MailParameters;
import io.postern.mail.ReversePath;

/**
 * MAIL was given, and is not answered yet (RFC 5321 section 4.1.1.2). Once per transaction; the
 * extensions that are asked here are those of the whole transaction, also when others are deployed
 * meanwhile.
 *
 * <ul>
 *   <li><b>Thread:</b> a virtual thread of the validation workers. Sessions are served at the same
 *       time, as many as there are; of one session one callout at a time.
 *   <li><b>May change:</b> the reverse-path, the parameters, and all notes.
 *   <li><b>Verdicts:</b> a refusal ends the transaction. {@code discard} and {@code quarantine}
 *       hold for its message.
 *   <li><b>Exception, or later than 5 s</b> (unless configured): nothing of the callout is taken
 *       over and the extension's failure policy answers; a late one is interrupted.
 * </ul>
 *
 * <pre>{@code
 * void sender(@Observes SenderGiven event) {
 *   if (event.reversePath() instanceof ReversePath.Null && !event.session().mayRelay()) {
 *     event.answer(Verdict.delay(Duration.ofSeconds(1)));
 *   }
 * }
 * }</pre>
 */
public interface SenderGiven extends ValidationEvent, TransactionEvent {

  ReversePath reversePath();

  /** The parameters of MAIL, such as {@code SIZE=1000}. */
  MailParameters parameters();

  /** Goes on with another reverse-path. */
  void rewrite(ReversePath reversePath);

  /** Goes on with other parameters. */
  void rewrite(MailParameters parameters);
}
