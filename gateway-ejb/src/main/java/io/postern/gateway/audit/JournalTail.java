package io.postern.gateway.audit;

import java.time.Duration;
import java.util.List;

/**
 * One viewer of the live journal, behind a bounded queue: a viewer that does not keep up loses
 * lines, which are counted. For one thread at a time, except {@link #close}.
 */
public interface JournalTail extends AutoCloseable {

  /**
   * The next lines as they are in the journal, oldest first; at least one unless none comes in
   * time.
   */
  List<String> take(int limit, Duration wait) throws InterruptedException;

  /** How many lines were lost so far because this viewer did not take them. */
  long dropped();

  @Override
  void close();
}
