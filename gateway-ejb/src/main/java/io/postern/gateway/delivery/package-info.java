/**
 * Delivery: attempts, one lane per destination.
 *
 * <p>Entry point: {@link io.postern.gateway.delivery.Delivery}. In: the id and recipients of a
 * message the spool has accepted, and at start what the spool lists as unfinished. Out: marks in
 * the spool, by way of {@code disposition}; {@link io.postern.gateway.delivery.LaneStatus} for
 * people. Raises nothing: what cannot be done now is queued again.
 *
 * <p>A ticket that is due is offered to its lane, and waits in the queue when the lane refuses it
 * or it is to be tried later. Nobody waits for a lane: a refused ticket is offered again after the
 * lane's pause, or after as long as the lane has been full, between 1 s and 5 min. Each lane holds
 * 256 due tickets; one that has a session may hold more, in places that all lanes share. Lanes are
 * in memory, made for their first ticket and dropped when they had no work for an hour.
 *
 * <p>A lane has a number of workers, each with one session that it uses for ticket after ticket (at
 * most 1,000) and ends with QUIT after 2 s without work. Workers come with the work, up to {@code
 * limits.deliveriesPerNextHop}, and over all lanes up to {@code limits.deliveries}; lanes beyond
 * that wait in turn. A worker opens its session with the first of the destination's hosts that
 * opens one; the hosts are looked up then, inside the lane.
 *
 * <p>Before an attempt the marks are read: a ticket whose recipients are finished, or whose attempt
 * was made already, is dropped; and the routes are looked at again, so that a changed route counts
 * for what waits. Two tickets for one recipient are never worked on at once.
 *
 * <p>While a lane has no session it has one worker, which opens the first. When no session can be
 * opened while the lane has none, the lane is paused for a growing time of 5 s to 5 min: its
 * tickets are postponed to the end of the pause, without an attempt. When the lane has sessions,
 * the server merely wants no more of them, and the ticket waits for one of those.
 *
 * <p>What waits is counted in the spool when somebody looks; tickets are not counted.
 *
 * <p>Calls go one way: {@code LaneWorker}, {@code DeliveryRecovery} and {@code KeptMail} call
 * {@code Scheduler}, which calls {@code Lanes}, the queue, {@code Holds} and {@code
 * UnroutableHandler}; {@code Router} calls nobody. What follows from an attempt comes back as a
 * value.
 *
 * <p>RFC 5321 sections 4.5.4, 5.1.
 */
@org.jspecify.annotations.NullMarked
package io.postern.gateway.delivery;
