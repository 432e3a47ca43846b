package io.postern.gateway.spool.log;

import java.io.IOException;

/**
 * The end of the log that is written to. For one thread.
 *
 * <p>After any exception nothing more is written to the segment and nothing of it is synced again:
 * what the system has of the octets is unknown then. What was appended and not synced is void as
 * soon as the next segment has begun; before that a crash may leave it or not.
 */
public interface LogWriter {

  /** Whether {@link #append} may be called; {@link #next} makes it so. */
  boolean isOpen();

  /**
   * The segment written to, or the last one there was.
   *
   * @throws java.util.NoSuchElementException when there never was one
   */
  LogSegment segment();

  /** Whether so many octets, as {@link EncodedRecord#size} counts them, fit the segment. */
  boolean fits(int octets);

  /**
   * Goes on in a fresh segment. When this returns, it is durable that the segment is there, and
   * where the records of the one before end.
   *
   * @throws LogFenced when another writer has taken over
   */
  LogSegment next(SegmentStart start) throws IOException;

  /** Puts a record behind the others, not durable yet; answers its offset in the segment. */
  int append(EncodedRecord encoded) throws IOException;

  /**
   * Returns when all that was appended is durable, all of it or, after a crash, the beginning of
   * it. Never repeated after a failure.
   *
   * @throws LogFenced when another writer has taken over; nothing of it counts then
   */
  void sync() throws IOException;

  /** Nothing more comes for a while; the log may note that all it has was synced. */
  void rest() throws IOException;

  /** Writes to the current segment no more. */
  void abandon();
}
