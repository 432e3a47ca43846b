package io.postern.manipulation;

import io.postern.mail.Message;
import io.postern.mail.MutableEnvelope;
import io.postern.session.Session;
import io.postern.validation.Verdict;

/**
 * The message is about to be written to disk; the client waits for its 250. Once per message, after
 * all callouts of {@link io.postern.validation.MessageReceived}.
 *
 * <p>Called on a thread of the bounded pool of manipulation workers ({@code manipulationWorkers} of
 * the settings, so many at once); who finds no free worker waits for its turn. May block, take up
 * to 60 seconds unless configured otherwise, and change envelope and content. After an exception,
 * or when its time is over, its changes are undone and the extension's failure policy decides.
 *
 * <pre>{@code
 * void beforeSpool(@Observes MessageBeforeSpool event) throws IOException {
 *   if (scanner.findsVirus(event.message())) {
 *     event.answer(Verdict.quarantine("virus"));
 *   }
 * }
 * }</pre>
 */
public interface MessageBeforeSpool {

  Session session();

  /** The envelope; may be changed. */
  MutableEnvelope envelope();

  /** The content; may be changed. */
  Message message();

  /** Ends the message, or defers it, instead of letting it pass; the strictest answer counts. */
  void answer(Verdict verdict);
}
