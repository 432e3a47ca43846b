/**
 * Delivery: attempts, one lane per next hop.
 *
 * <p>Entry point: {@link io.postern.gateway.delivery.Delivery}. In: the id and recipients of a
 * message the spool has accepted, and at start what the spool holds unfinished. Out: marks in the
 * spool, by way of {@code disposition}; {@link io.postern.gateway.delivery.LaneStatus} for people.
 * Raises nothing: what cannot be done now is queued again.
 *
 * <p>A lane has a window of tickets that are due and a number of workers, each with one session
 * that it uses for ticket after ticket (at most 1,000) and ends with QUIT after 2 s without work.
 * Workers come with the work, up to {@code limits.deliveriesPerNextHop}. A full window holds up the
 * lane's receiver alone; what waits beyond it waits in JMS.
 *
 * <p>Before an attempt the marks are read: a ticket whose recipients are finished, or whose attempt
 * was made already, is dropped; and the routes are looked at again, so that a changed route counts
 * for what waits. Two tickets of one message are never worked on at once in one lane.
 *
 * <p>While a lane has no session, one worker opens the first and the others wait for what it finds.
 * When no session can be opened while the lane has none, the lane is paused for a growing time of 5
 * s to 5 min: its tickets are postponed to the end of the pause, without an attempt. When the lane
 * has sessions, the server merely wants no more of them, and the ticket waits for one of those.
 *
 * <p>What waits is counted in the spool when somebody looks; tickets are not counted.
 *
 * <p>RFC 5321 sections 4.5.4, 5.1.
 */
@org.jspecify.annotations.NullMarked
package io.postern.gateway.delivery;
