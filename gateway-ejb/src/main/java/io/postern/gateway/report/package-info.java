/**
 * Reports: delivery status notifications to the reverse-path.
 *
 * <p>Entry point: {@link io.postern.gateway.report.ReportComposer}. In: {@link
 * io.postern.gateway.report.Undelivered}. Out: the report's octets, ready to be spooled with a null
 * reverse-path. Raises nothing. Pure: no clock, no spool, no network.
 *
 * <p>A report is US-ASCII with lines within RFC 5322's limits, whatever the message, the recipient
 * and the next hop brought in: a report that a next hop refuses for its octets would be lost, since
 * the failure of a report is reported to nobody. Its size is bounded by what is quoted of the
 * message (32 KiB) and by the number of recipients.
 *
 * <p>RFC 3461 section 6, RFC 3462 (6522), RFC 3464, RFC 3834, RFC 5321 section 6.1.
 */
@org.jspecify.annotations.NullMarked
package io.postern.gateway.report;
