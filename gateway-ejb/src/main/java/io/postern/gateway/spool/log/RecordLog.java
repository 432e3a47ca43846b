package io.postern.gateway.spool.log;

import java.io.IOException;
import java.util.Collection;

/**
 * A log of records in segments, with one writer. The spool keeps everything it must not forget in
 * it. {@link LocalLog} is the one in local files; docs/decisions/0025-the-log-is-an-interface.md
 * says what another one has to do, and {@code RecordLogContract} tests it.
 *
 * <p>The one who opens the log is its writer, and every earlier writer is <em>fenced</em>: from
 * then on none of its records becomes durable, and its {@link LogWriter#sync} raises {@link
 * LogFenced}. What it was acknowledged is found; what it was not is void for good once a segment
 * was begun.
 *
 * <p>A log belongs to one node, whose number is in the sequence of each of its segments and so in
 * each {@link Position}. Thread-safe, but for the {@link #writer}.
 */
public interface RecordLog extends AutoCloseable {

  /** The segments there are, oldest first: those found at the opening and those begun since. */
  Collection<LogSegment> segments();

  /** No segment that is begun from now on has this sequence or a lower one. */
  void passOver(int sequence);

  /**
   * Goes through all records of a segment that was found at the opening. The segment's end is known
   * when the scan has come to {@link ScanResult.End}.
   */
  LogScan scan(LogSegment segment) throws IOException;

  /**
   * Goes through records that are known to be durable; what is no record between them is damage.
   *
   * @param from where a record begins
   * @param to behind the last one
   */
  LogScan scan(LogSegment segment, int from, int to) throws IOException;

  /** The one writer. */
  LogWriter writer();

  /** Octets that the largest possible record may have, with all that the log puts around it. */
  int largestRecord();

  /** Octets that a segment takes, about. */
  int segmentSize();

  /** Whether {@link #prepare} has something to do. */
  boolean isUnprepared();

  /** Does ahead of need what makes the next segment slow to begin; not on the writer's thread. */
  void prepare() throws IOException;

  /**
   * Ends a segment's life: it is the oldest and nothing in it is needed. When this returns it does
   * not come back. When it raises, {@link #segments} says whether it is still there.
   */
  void cut(LogSegment segment) throws IOException;

  /** Lets the log go; the writer writes no more. */
  @Override
  void close() throws IOException;
}
