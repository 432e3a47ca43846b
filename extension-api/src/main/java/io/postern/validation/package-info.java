/**
 * Validation callouts: asked while the client waits, one event type per stage of the SMTP session.
 *
 * <p>A callout is a CDI observer method of the event type; {@code @Priority} orders the observers
 * of one archive. It answers with {@link io.postern.validation.ValidationEvent#answer}; not
 * answering means {@link io.postern.validation.Verdict.Continue}. The strictest answer of all
 * callouts wins. Budget: 5 s unless configured; after it, or when the callout throws, the
 * extension's failure policy decides and its changes are undone.
 */
@org.jspecify.annotations.NullMarked
package io.postern.validation;
