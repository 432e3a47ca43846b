/**
 * Logging callouts: informed of the results of mail, without influence on it. Each extension reads
 * the audit journal at its own pace from its own durable position: a slow one delays nobody and
 * misses nothing. After a crash, or when the extension is replaced or has failed, an event may come
 * again; its {@link io.postern.logging.LoggedEvent#sequence sequence} is then the same.
 *
 * <p>The events of one extension come one after the other, in the journal's order, never two at
 * once, though not always on the same thread. An observer that throws is logged; when it works with
 * the next event, the failed one is passed over. One that does not return in its time is
 * interrupted, and holds up the events of its own extension alone. When an observer fails with
 * several events in a row, the extension gets none until it works again, and then all that waited.
 *
 * <pre>{@code
 * void failed(@Observes RecipientFailedLogged event) {
 *   failures.computeIfAbsent(event.recipient().domainKey(), domain -> new LongAdder()).increment();
 * }
 * }</pre>
 */
@org.jspecify.annotations.NullMarked
package io.postern.logging;
