/**
 * The spool: where a message lives from its 250 until every recipient is finished.
 *
 * <p>Entry point: {@link io.postern.gateway.spool.Spool}. In: {@link
 * io.postern.gateway.spool.Arrival} (envelope, content, facts), {@link
 * io.postern.gateway.spool.Mark} (a recipient's new state). Out: {@link
 * io.postern.gateway.spool.SpoolId}, {@link io.postern.gateway.spool.SpooledMessage}, and the
 * stream of {@link io.postern.gateway.spool.Committed} records for the audit journal. Raises {@link
 * io.postern.gateway.spool.SpoolUnavailable} when nothing can be accepted now. RFC 5321 sections
 * 4.2.5, 6.1. States, disk format, and what a crash leaves behind at each instant:
 * docs/spool-states.md.
 *
 * <p>Inside: a record is made on its caller's thread ({@code Acceptances}), waits in the {@code
 * Intake}, and is written and synced with all others that wait by the {@code Committer} at the
 * {@code LogEnd}; then the {@code MessageIndex} of the unfinished has it, the {@code CommitFeed}
 * passes it on, and the caller goes on. {@code Upkeep} cuts the log at its old end. {@code
 * SpoolRecovery} builds the index at the start, beside acceptances where it can. The log itself is
 * {@link io.postern.gateway.spool.log.RecordLog}; all file operations go through {@link
 * io.postern.gateway.spool.files.SpoolFiles}. Three threads: committer, feed, upkeep, and one for
 * the recovery; none of them can be interrupted, because an interrupted thread closes the channel
 * it is in.
 */
@org.jspecify.annotations.NullMarked
package io.postern.gateway.spool;
