/**
 * Dispositions: the result for a recipient after an attempt, for now or for good.
 *
 * <p>Entry point: {@link io.postern.gateway.disposition.Dispositions}. In: {@link
 * io.postern.gateway.disposition.Attempt}. Out: marks and reports into the spool, and {@link
 * io.postern.gateway.disposition.FollowUp}, which says what is to be queued. Raises nothing that
 * the attempt's thread would have to care for: a spool that cannot take a report makes the attempt
 * be repeated.
 *
 * <p>The policy of failure, in one place:
 *
 * <table>
 *   <caption>from outcome to next step</caption>
 *   <tr><td>accepted (2xx)</td><td>delivered</td></tr>
 *   <tr><td>permanent failure (5xx), not attempted</td><td>failed, with a report</td></tr>
 *   <tr><td>transient failure (4xx, 552 to RCPT), no reply</td><td>deferred by the retry schedule, until the
 *       lifetime is over; then expired, with a report</td></tr>
 *   <tr><td>not tried, the next hop is paused</td><td>postponed to the end of the pause: neither
 *       attempt nor schedule goes on; expired when the lifetime is over</td></tr>
 * </table>
 *
 * The lifetime is over when the clock says so <em>and</em> the waiting times of the attempts made
 * so far add up to it as well, or the gateway has run for as long. The clock alone may have jumped;
 * the other two do not. So a jump never expires early, and what expires late by it is what was
 * hardly tried before a restart.
 *
 * <p>A mark's facts for the journal: {@code next-hop}, {@code remote} (address and port, when there
 * was a connection), {@code reply} (or what happened instead, one line), {@code status}, {@code
 * attempt}, {@code duration-ms}, {@code next-attempt} (deferred only), and {@code report} (the
 * spool id of the report, when one was made). No report is made for a null reverse-path (RFC 5321
 * section 4.5.5). Recipients of one message that fail in one attempt share one report, which is in
 * the same spool record as their marks: after a crash both are there or neither.
 *
 * <p>RFC 5321 sections 4.2.1, 4.5.4.1, 6.1.
 */
@org.jspecify.annotations.NullMarked
package io.postern.gateway.disposition;
