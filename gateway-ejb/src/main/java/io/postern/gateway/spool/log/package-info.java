/**
 * The spool's log: records in segments, with one writer.
 *
 * <p>Entry points: {@link io.postern.gateway.spool.log.RecordLog}, the interface, and {@link
 * io.postern.gateway.spool.log.LocalLog}, which keeps the log in local files. In: {@link
 * io.postern.gateway.spool.log.EncodedRecord}, by the {@link
 * io.postern.gateway.spool.log.LogWriter}. Out: {@link io.postern.gateway.spool.log.LogSegment} and
 * what a {@link io.postern.gateway.spool.log.LogScan} comes upon. A record has a type, a
 * description and octets; what these say is the spool's matter. A place in the log is a {@link
 * io.postern.gateway.spool.log.Position}.
 *
 * <p>Raises {@link java.io.IOException} when the disk fails, {@link
 * io.postern.gateway.spool.log.LogFenced} when another writer has the log, {@link
 * io.postern.gateway.spool.log.SegmentGone} when what is to be read was cut, {@link
 * io.postern.gateway.spool.log.UnknownFormat} when a newer version wrote it. Why it is laid out so:
 * docs/decisions/0025-the-log-is-an-interface.md; the format of the files: docs/spool-states.md.
 */
@org.jspecify.annotations.NullMarked
package io.postern.gateway.spool.log;
