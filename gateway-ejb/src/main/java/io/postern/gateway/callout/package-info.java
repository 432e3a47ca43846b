/**
 * Callouts: extensions are called here, at each stage of a message's way.
 *
 * <p>Entry point: {@link io.postern.gateway.callout.Callouts}, implemented by {@link
 * io.postern.gateway.callout.CalloutRegistry}, which also says what extensions {@linkplain
 * io.postern.gateway.callout.CalloutRegistry#activity did} and lets revisions be {@linkplain
 * io.postern.gateway.callout.CalloutRegistry#activate switched}. A package that loads extensions
 * gives them to the registry as {@link io.postern.gateway.callout.Extension}; what they are written
 * in is not known here. In: the session and the {@link io.postern.gateway.callout.MailObject} of a
 * stage. Out: an {@link io.postern.gateway.callout.Answer} with the {@link
 * io.postern.gateway.callout.Ruling} and a {@link io.postern.gateway.callout.CalloutRecord} of each
 * extension; {@link io.postern.gateway.callout.CalloutHistory} collects these for the journal.
 * Never raises for what an extension did: an exception, an Error or a missed deadline becomes the
 * extension's failure policy and is counted. Content that a callout cannot parse is no failure; it
 * has a policy of its own. docs/callouts.md has the rules of failures, the circuit breaker and lost
 * threads.
 *
 * <p>An extension of a set decides or only watches ({@link io.postern.gateway.callout.Standing}); a
 * {@link io.postern.gateway.callout.Share} of the transactions may have a set of its own
 * (docs/decisions/0028).
 *
 * <p>A set of callouts is one transaction's, and holds what extensions keep with it and with its
 * message (docs/decisions/0040).
 *
 * <p>A stage is handed to a worker once, with all its callouts, while the session's virtual thread
 * is parked. Each callout gets a draft of the stage's subject; the draft is taken over when the
 * callout returns in time and forgotten when it does not. After a missed deadline the worker is
 * interrupted and written off, whatever the callout was given refuses to work, and the next callout
 * is asked on another worker.
 *
 * <p>What no budget can stop on this virtual machine: a loop that ignores interrupts keeps its
 * thread and a processor, up to 64 threads for one application and stage; threads an extension
 * starts are its own; {@code System.exit} ends the server. Extensions that may do so belong into a
 * process of their own.
 */
@org.jspecify.annotations.NullMarked
package io.postern.gateway.callout;
