package io.postern.manipulation;

import io.postern.validation.MessageEvent;

/**
 * The message is about to be written to disk; the client waits for its 250. Once per message, after
 * all callouts of {@link io.postern.validation.MessageReceived}.
 *
 * <ul>
 *   <li><b>Thread:</b> a platform thread of the bounded pool of manipulation workers. As many run
 *       at once as {@code manipulationWorkers} of the settings says; a message that finds no free
 *       worker waits for its turn.
 *   <li><b>May change:</b> envelope, content and all notes. May block and do slow work.
 *   <li><b>Verdicts:</b> end the message or defer it instead of letting it pass, as in {@link
 *       io.postern.validation.MessageReceived}; the strictest answer counts.
 *   <li><b>Exception, or later than 60 s</b> (unless configured): nothing of the callout is taken
 *       over and the extension's failure policy answers; a late one is interrupted.
 * </ul>
 *
 * <pre>{@code
 * void beforeSpool(@Observes MessageBeforeSpool event) throws IOException {
 *   if (scanner.findsVirus(event.message())) {
 *     event.answer(Verdict.quarantine("virus"));
 *   }
 * }
 * }</pre>
 */
public interface MessageBeforeSpool extends MessageEvent {}
