/**
 * The audit journal: one line for everything that happened to mail, on disk, in one sequence
 * without gaps. The format of a line is docs/journal.md.
 *
 * <p>Entry points: {@link io.postern.gateway.audit.Journal}, which gets the spool's committed
 * records and everybody else of what the spool does not know ({@link
 * io.postern.gateway.audit.JournalEvent}); {@link io.postern.gateway.audit.LoggingCallouts}, which
 * has the extensions called, under the same supervision as other callouts ({@link
 * io.postern.gateway.callout.worker.Supervisor}). Out: {@link
 * io.postern.gateway.audit.JournalLine}s, to a {@link io.postern.gateway.audit.Subscription} with a
 * durable position, to a {@link io.postern.gateway.audit.TailViewer} as they happen, and to a
 * search ({@link io.postern.gateway.audit.JournalQuery}).
 *
 * <p>Raises {@link io.postern.gateway.audit.JournalUnavailable} when the folder cannot be opened or
 * read. A failure to write is never raised: mail goes on, the spool keeps what the journal has not
 * taken, and the journal catches up.
 */
@org.jspecify.annotations.NullMarked
package io.postern.gateway.audit;
