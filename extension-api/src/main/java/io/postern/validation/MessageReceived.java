package io.postern.validation;

/**
 * The content is complete; the client waits for the reply to its final dot (RFC 5321 section
 * 4.1.1.4). Once per message, after the gateway has added its Received field.
 *
 * <ul>
 *   <li><b>Thread:</b> a virtual thread of the validation workers. Sessions are served at the same
 *       time, as many as there are; of one session one callout at a time.
 *   <li><b>May change:</b> envelope, content and all notes. Reading the header section costs
 *       nothing; the body is parsed when it is asked for.
 *   <li><b>Verdicts:</b> any; a refusal answers the final dot, and the transaction is over.
 *   <li><b>Exception, or later than 5 s</b> (unless configured): nothing of the callout is taken
 *       over and the extension's failure policy answers; a late one is interrupted. For content
 *       that cannot be parsed see {@link io.postern.mail.UnparsableMessage}. For work that takes
 *       longer than a second use {@link io.postern.manipulation.MessageBeforeSpool}.
 * </ul>
 *
 * <pre>{@code
 * void received(@Observes MessageReceived event) {
 *   event.message().header().add("X-Checked-By", "example");
 *   event.transaction().messageNotes().put("example.checked", "yes");
 * }
 * }</pre>
 */
public interface MessageReceived extends ValidationEvent, MessageEvent {}
