/**
 * Delivery queues: tickets per next hop in JMS. Tickets may be lost or come twice at no harm; the
 * spool is the truth.
 *
 * <p>Entry point: {@link io.postern.gateway.queue.DeliveryQueues}. In: {@link
 * io.postern.gateway.queue.Ticket} with a delay. Out: the same when due, one next hop's on one
 * thread that may be held up without holding up others. Raises nothing: while the broker is away,
 * tickets wait in a bounded memory, and what does not fit there is asked for again by a rescan of
 * the spool. The only package that imports {@code jakarta.jms}.
 *
 * <p>A JMS message carries a bundle of tickets that were put at about the same time for the same
 * next hop and due time: one when the gateway is idle, up to 64 under load, so that the broker's
 * cost per message is shared as the spool's syncs are. Sessions acknowledge automatically, before
 * the attempt: a ticket in memory is lost only with this process, whose next start recovers it from
 * the spool.
 *
 * <p>A next hop's receiver holds one JMS connection, with its one session as Jakarta EE demands,
 * from the first ticket put until 30 s after the last one was due. Nothing here is called by the
 * JMS provider (listeners are forbidden to EE clients); a call into it that does not return within
 * 30 s is abandoned with its thread and connection, and a new one is tried.
 */
@org.jspecify.annotations.NullMarked
package io.postern.gateway.queue;
