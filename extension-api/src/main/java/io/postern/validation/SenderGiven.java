package io.postern.validation;

import io.postern.mail.MailParameters;
import io.postern.mail.ReversePath;

/**
 * MAIL was given (RFC 5321 section 4.1.1.2). Once per transaction; the extensions that are asked
 * here are those of the whole transaction, also when others are deployed meanwhile.
 *
 * <p>May replace the reverse-path and the parameters. A refusal ends the transaction. {@code
 * discard} and {@code quarantine} hold for its message.
 *
 * <pre>{@code
 * void sender(@Observes SenderGiven event) {
 *   if (event.reversePath() instanceof ReversePath.Null && !event.session().mayRelay()) {
 *     event.answer(Verdict.delay(Duration.ofSeconds(1)));
 *   }
 * }
 * }</pre>
 */
public interface SenderGiven extends ValidationEvent {

  ReversePath reversePath();

  /** The parameters of MAIL, such as {@code SIZE=1000}. */
  MailParameters parameters();

  /** Goes on with another reverse-path. */
  void rewrite(ReversePath reversePath);

  /** Goes on with other parameters. */
  void rewrite(MailParameters parameters);
}
