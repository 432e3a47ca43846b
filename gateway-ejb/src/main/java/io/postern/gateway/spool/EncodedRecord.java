package io.postern.gateway.spool;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * A record ready to be written: made and checksummed on the thread that hands it in, so that the
 * committer only copies. Head and body are referred to, not copied.
 */
final class EncodedRecord {

  private static final byte[] NOTHING = {};

  private final RecordHeader header;
  private final byte[] description;
  private final byte[] head;
  private final byte[] body;
  private final int bodyOffset;
  private final int bodyLength;

  EncodedRecord(
      RecordType type,
      DescriptionWriter description,
      byte[] head,
      byte[] body,
      int bodyOffset,
      int bodyLength) {
    this.description = description.octets();
    this.head = head;
    this.body = body;
    this.bodyOffset = bodyOffset;
    this.bodyLength = bodyLength;
    CRC32C crc = new CRC32C();
    crc.update(this.description, 0, description.length());
    int descriptionCrc = (int) crc.getValue();
    crc.reset();
    crc.update(head);
    crc.update(body, bodyOffset, bodyLength);
    this.header =
        new RecordHeader(
            type,
            description.length(),
            Math.addExact(head.length, bodyLength),
            descriptionCrc,
            (int) crc.getValue());
  }

  EncodedRecord(RecordType type, DescriptionWriter description) {
    this(type, description, NOTHING, NOTHING, 0, 0);
  }

  int size() {
    return header.recordSize();
  }

  /** Puts the record into a buffer that is large enough for it. */
  void put(ByteBuffer into, SegmentHeader segment, int offset) {
    int end = into.position() + size();
    header.put(into, segment, offset);
    into.put(description, 0, header.description()).put(head).put(body, bodyOffset, bodyLength);
    while (into.position() < end) {
      into.put((byte) 0);
    }
  }
}
