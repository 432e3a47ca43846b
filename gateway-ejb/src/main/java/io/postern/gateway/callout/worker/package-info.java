/**
 * Runs calls of extensions on threads that may hang, and keeps account of them: time budget,
 * interruption, replacement of a thread that does not come back, circuit breaker, counters,
 * latency.
 *
 * <p>Entry point: {@link io.postern.gateway.callout.worker.Supervisor}, which makes the calls of a
 * {@link io.postern.gateway.callout.worker.CallSequence} on a worker while the calling thread is
 * parked. A package with callouts describes each as {@link
 * io.postern.gateway.callout.worker.Supervised}, with its {@link
 * io.postern.gateway.callout.worker.Breaker}, and counts with a {@link
 * io.postern.gateway.callout.worker.Supervision}. What a call may use until its time is over is
 * {@link io.postern.gateway.callout.worker.Revocable}. Nothing here knows what a callout is for.
 *
 * <p>Never raises for what an extension did: that reaches the sequence, which decides what follows.
 * One sequence is handed to a worker once, with all its calls: a call that keeps its budget costs
 * no lock and no hand-over of its own.
 */
@org.jspecify.annotations.NullMarked
package io.postern.gateway.callout.worker;
