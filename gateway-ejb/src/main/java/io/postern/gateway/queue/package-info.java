/**
 * Delivery queues: tickets per next hop in JMS. Tickets may be lost or come twice at no harm; the
 * spool is the truth.
 *
 * <p>Door: {@link io.postern.gateway.queue.DeliveryQueues}. The only room that imports {@code
 * jakarta.jms}.
 */
@org.jspecify.annotations.NullMarked
package io.postern.gateway.queue;
