/**
 * Validation callouts: asked while the client waits, one event type per stage of the SMTP session;
 * and what their events share with those of manipulation ({@link
 * io.postern.validation.CalloutEvent}, {@link io.postern.validation.TransactionEvent}, {@link
 * io.postern.validation.MessageEvent}, {@link io.postern.validation.Verdict}).
 *
 * <p>A callout is a CDI observer method of the event type; {@code @Priority} orders the observers
 * of one archive, the administrator orders the archives. It answers with {@link
 * io.postern.validation.CalloutEvent#answer}; not answering means {@link
 * io.postern.validation.Verdict.Pass}. The strictest answer of all callouts wins.
 *
 * <p>Threads: each call runs on a virtual thread, calls of different sessions at the same time,
 * those of one session one after the other. A callout may block; a bean that keeps state must be
 * thread-safe, and must not use {@code ThreadLocal}: threads serve other sessions next. The event
 * and all that is reached from it belong to the call and raise {@link IllegalStateException} after
 * it.
 *
 * <p>Budget: 5 s unless configured. After it, or when the callout throws anything, its changes are
 * undone, the extension's failure policy decides about this message alone, and the journal names
 * extension, revision and stage. A late callout's thread is interrupted.
 */
@org.jspecify.annotations.NullMarked
package io.postern.validation;
