package io.postern.gateway.operation;

import java.time.Duration;
import java.util.List;

/**
 * One looker-on of the audit journal, behind a bounded queue: who does not keep up loses lines and
 * is told how many. For one thread at a time, but for {@link #close}.
 */
public interface JournalTail extends AutoCloseable {

  /**
   * The next lines, oldest first; at least one unless none comes in time.
   *
   * @return lines as in {@link JournalLines}
   */
  List<String> take(int limit, Duration wait) throws InterruptedException;

  /** How many lines were lost so far. */
  long dropped();

  @Override
  void close();
}
