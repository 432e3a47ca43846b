/**
 * Callouts: extensions are asked and told here.
 *
 * <p>Entry point: {@link io.postern.gateway.callout.Callouts}, implemented by {@link
 * io.postern.gateway.callout.CalloutRegistry}, which also tells what extensions {@linkplain
 * io.postern.gateway.callout.CalloutRegistry#activity did} and lets revisions be {@linkplain
 * io.postern.gateway.callout.CalloutRegistry#activate switched}. In: the session and the {@link
 * io.postern.gateway.callout.MailObject} of a stage. Out: {@link
 * io.postern.gateway.callout.Answer}. Never raises for what an extension did: an exception, an
 * Error or a missed deadline becomes the extension's failure policy and is counted. Content that a
 * callout cannot parse is no failure; it has a policy of its own. docs/callouts.md has the rules of
 * failures, the circuit breaker and lost threads.
 *
 * <p>A stage is handed to a worker once, with all its callouts, while the session's virtual thread
 * is parked. Each callout gets a draft of the stage's subject; the draft is taken over when the
 * callout returns in time and forgotten when it does not. After a missed deadline the worker is
 * interrupted and written off, whatever was lent to the callout refuses to work, and the next
 * callout is asked on another worker.
 *
 * <p>What no budget can stop on this virtual machine: a loop that ignores interrupts keeps its
 * thread and a processor, up to 64 threads for one application and stage; threads an extension
 * starts are its own; {@code System.exit} ends the server. Extensions that may do so belong into a
 * process of their own.
 */
@org.jspecify.annotations.NullMarked
package io.postern.gateway.callout;
