package io.postern.gateway.export;

import io.postern.gateway.audit.JournalLine;
import java.util.List;
import java.util.OptionalLong;

/**
 * Where events go. Used by one thread at a time, never by one that mail waits for. Each method ends
 * within the target's own time limit, whatever the other side does.
 */
public interface ExportTarget extends AutoCloseable {

  /**
   * Number of the last event that the target holds for good, when it keeps that itself, in the same
   * transaction as the events; empty when it does not, and then the journal's position counts, and
   * a crash may repeat the last batch.
   *
   * @throws TargetUnavailable when it cannot be asked now
   */
  OptionalLong position() throws TargetUnavailable;

  /**
   * Hands over a batch: all of it, or nothing. Durable there when this returns, as far as the
   * target promises that.
   *
   * @param lines in the journal's order, at least one
   * @throws TargetUnavailable when it cannot be taken now; the batch comes again
   * @throws BatchRefused when the target refuses the content of the batch for good; the batch is
   *     split to find the event
   */
  void write(List<JournalLine> lines) throws TargetUnavailable, BatchRefused;

  /** Ends connections; what was not confirmed comes again. */
  @Override
  void close();
}
