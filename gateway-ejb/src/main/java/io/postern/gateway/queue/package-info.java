/**
 * Tickets that wait: in JMS until they are due. Tickets may be lost or come twice at no harm; the
 * spool is the truth.
 *
 * <p>Entry point: {@link io.postern.gateway.queue.TicketQueue}, on JMS {@link
 * io.postern.gateway.queue.DeliveryQueues}. In: {@link io.postern.gateway.queue.Ticket} with a
 * delay. Out: the same when due, one queue's on one thread, which must not be held up for the sake
 * of one destination. Raises nothing: while the broker is away, tickets wait in a bounded memory,
 * and what does not fit there is asked for again by a rescan of the spool. The only package that
 * imports {@code jakarta.jms}.
 *
 * <p>There is a fixed number of JMS queues ({@code limits.deliveryQueues}); a hash of the
 * destination says which one is its own. So connections, queues and threads stay as they are,
 * however many destinations there are.
 *
 * <p>A JMS message carries a bundle of tickets that were put at about the same time for the same
 * queue and due time: one when the gateway is idle, up to 64 under load, so that the broker's cost
 * per message is shared as the spool's syncs are. Sessions acknowledge automatically, before the
 * attempt: a ticket in memory is lost only with this process, whose next start recovers it from the
 * spool.
 *
 * <p>A queue's receiver holds one JMS connection, with its one session as Jakarta EE demands, from
 * the first ticket put until 30 s after the last one was due. Nothing here is called by the JMS
 * provider (listeners are forbidden to EE clients); a call into it that does not return within 30 s
 * is abandoned with its thread and connection, and a new one is tried.
 */
@org.jspecify.annotations.NullMarked
package io.postern.gateway.queue;
