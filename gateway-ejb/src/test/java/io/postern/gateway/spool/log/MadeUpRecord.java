package io.postern.gateway.spool.log;

import java.nio.ByteBuffer;

/** A record as somebody makes it up who knows the format, but not the salt of the segment. */
public final class MadeUpRecord {

  private MadeUpRecord() {}

  /** Puts it as if for the first segment of 16 KiB. */
  public static void put(EncodedRecord record, ByteBuffer into, int offset) {
    SegmentHeader header = new SegmentHeader(1, 16 << 10, 0, 0, 0, 1, new SegmentStart(0, 0));
    record.put(into, header, offset);
  }
}
