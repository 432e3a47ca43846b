/**
 * Logging callouts: informed of the results of mail, without influence on it. Each extension reads
 * the audit journal at its own pace from its own durable position: a slow one delays nobody and
 * misses nothing. After a crash an event may come again; its {@link
 * io.postern.logging.LoggedEvent#sequence sequence} is then the same.
 *
 * <p>The events of one extension come one after the other, in the journal's order, on one thread of
 * the extension's own. An observer that throws is logged and has the event behind it; one that does
 * not return in its time is interrupted, and holds up the events of its own extension alone.
 *
 * <pre>{@code
 * void failed(@Observes RecipientFailed event) {
 *   failures.computeIfAbsent(event.recipient().domainKey(), domain -> new LongAdder()).increment();
 * }
 * }</pre>
 */
@org.jspecify.annotations.NullMarked
package io.postern.logging;
