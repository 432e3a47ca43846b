package io.postern.gateway.spool.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** A part of the log that is begun, written and cut as a whole. Thread-safe. */
public interface LogSegment {

  /** Its place in the log, growing, with the number of the log's node; never used twice. */
  int sequence();

  /** Sequence of the segment that was written before, 0 for none. */
  int previous();

  /**
   * Sequence of the oldest segment there was when this one was begun, itself included; 0 when that
   * was not written down.
   */
  int oldest();

  /** What the writer said when it began it. */
  SegmentStart start();

  /** Whether anything of it can be found; false when even what describes it is damaged. */
  boolean isReadable();

  /** Offset of the first record. */
  int firstRecord();

  /** Offset behind the last record that is durable. */
  int end();

  /** Whether it is so full that the next one should be {@linkplain RecordLog#prepare prepared}. */
  boolean isNextNear();

  /**
   * A record, checked in every octet.
   *
   * @param length octets, as {@link EncodedRecord#size} counted them
   * @return empty when it is not the one that must stand there
   * @throws SegmentGone when the segment was cut
   */
  Optional<StoredRecord> read(int offset, int length) throws IOException;

  /**
   * The description of a record, checked, from no more than its first octets.
   *
   * @param length octets that may be read
   * @return empty when these are too few, or it is not the record that must stand there
   * @throws SegmentGone when the segment was cut
   */
  Optional<ByteBuffer> describe(int offset, int length) throws IOException;

  /**
   * Octets as they are, whatever they are, to be kept for a person to look at; -1 behind the last.
   */
  int octets(ByteBuffer into, int offset) throws IOException;
}
