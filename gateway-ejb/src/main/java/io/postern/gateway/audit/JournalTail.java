package io.postern.gateway.audit;

import java.time.Duration;
import java.util.List;

/**
 * One viewer of the journal as it is written. One of the newest lines ({@link LiveTail#view}) is
 * behind a bounded queue, and loses lines when it does not keep up; one that goes on after a line
 * ({@link Journal#tailAfter}) reads the files. What is lost is counted. For one thread at a time,
 * except {@link #close} of the first kind.
 */
public interface JournalTail extends AutoCloseable {

  /**
   * The next lines as they are in the journal, oldest first; at least one unless none comes in
   * time.
   */
  List<String> take(int limit, Duration wait) throws InterruptedException;

  /** How many lines were lost so far because this viewer did not take them, or they are gone. */
  long dropped();

  @Override
  void close();
}
