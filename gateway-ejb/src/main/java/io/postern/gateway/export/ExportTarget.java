package io.postern.gateway.export;

import java.util.List;
import java.util.OptionalLong;

/**
 * Where the events of one stream go. Used by one thread at a time, never by one that mail waits
 * for; only {@link #close} may come from another. Each method ends within the target's own time
 * limit, whatever the other side does.
 */
public interface ExportTarget extends AutoCloseable {

  /**
   * Number of the last event of the stream that the target is done with, when it keeps that itself,
   * in the same transaction as the events; empty when it has none, and then the journal's position
   * counts, and of a target that never has one a crash may repeat the last batch. Called first, and
   * again after a failure.
   *
   * @throws TargetUnavailable when it cannot be asked now
   */
  OptionalLong position() throws TargetUnavailable;

  /**
   * Hands over a batch: all of it, or nothing. Durable there when this returns, as far as the
   * target promises that.
   *
   * @param events in the journal's order; none when the position alone is to be moved
   * @param position number of the line that the target is then done with: the last event's, or of a
   *     line after it that is not for this target
   * @throws TargetUnavailable when it cannot be taken now, or nobody knows whether it was; asked
   *     for its position again, the target knows
   * @throws BatchRefused when the target refuses the content; the batch is split to find the event
   */
  void write(List<ExportEvent> events, long position) throws TargetUnavailable, BatchRefused;

  /**
   * Whether the target would take an event, without giving it. Asked about others when one was
   * refused for a reason that may lie with the target.
   *
   * @throws TargetUnavailable when it cannot be asked now
   */
  boolean accepts(ExportEvent event) throws TargetUnavailable;

  /**
   * Ends connections; what was not confirmed comes again. A method that another thread is in fails
   * soon.
   */
  @Override
  void close();
}
