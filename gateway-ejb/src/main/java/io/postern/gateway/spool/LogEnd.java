package io.postern.gateway.spool;

import io.postern.gateway.spool.log.EncodedRecord;
import io.postern.gateway.spool.log.LogWriter;
import io.postern.gateway.spool.log.SegmentStart;
import java.io.IOException;

/**
 * The end of the log that is written to. Used by the committer alone, and by the start before it.
 */
final class LogEnd {

  private final LogWriter writer;
  private final Segments segments;

  LogEnd(LogWriter writer, Segments segments) {
    this.writer = writer;
    this.segments = segments;
  }

  boolean isOpen() {
    return writer.isOpen();
  }

  /** The segment written to, or to be written to. */
  Segment segment() {
    return segments.of(writer.segment());
  }

  boolean fits(int octets) {
    return writer.fits(octets);
  }

  /** Goes on in a fresh segment. */
  void next(SegmentStart start) throws IOException {
    try {
      writer.next(start);
    } finally {
      // One that could be begun and not opened is there too.
      segments.update();
    }
  }

  /** Puts a record behind the others; answers its offset. */
  int append(EncodedRecord encoded) throws IOException {
    return writer.append(encoded);
  }

  /** Returns when all that was appended is on disk. */
  void sync() throws IOException {
    writer.sync();
  }

  /** Nothing more waits to be written. */
  void rest() throws IOException {
    writer.rest();
  }

  /** Writes to and syncs the current segment no more. */
  void abandon() {
    writer.abandon();
  }
}
