/**
 * The spool: where a message lives from its 250 until every recipient is finished.
 *
 * <p>Door: {@link io.postern.gateway.spool.Spool}. In: {@link io.postern.gateway.spool.Arrival}
 * (envelope, content, facts), {@link io.postern.gateway.spool.Mark} (what became of a recipient).
 * Out: {@link io.postern.gateway.spool.SpoolId}, {@link io.postern.gateway.spool.SpooledMessage},
 * and the stream of committed records for the audit journal. Raises {@link
 * io.postern.gateway.spool.SpoolUnavailable} when nothing can be accepted now. States and what a
 * crash leaves behind: docs/architecture.md. RFC 5321 sections 4.2.5, 6.1.
 */
@org.jspecify.annotations.NullMarked
package io.postern.gateway.spool;
