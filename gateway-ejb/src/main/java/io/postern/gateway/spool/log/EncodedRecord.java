package io.postern.gateway.spool.log;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * A record ready to be written: made and checksummed on the thread that hands it in, so that the
 * committer only copies. Head and body are referred to, not copied.
 */
public final class EncodedRecord {

  private static final byte[] NOTHING = {};

  private final RecordHeader header;
  private final byte[] description;
  private final byte[] head;
  private final byte[] body;
  private final int bodyOffset;
  private final int bodyLength;

  /**
   * @param description not to be changed any more, as head and body
   * @param descriptionLength octets of it that count
   */
  public EncodedRecord(
      RecordType type,
      byte[] description,
      int descriptionLength,
      byte[] head,
      byte[] body,
      int bodyOffset,
      int bodyLength) {
    this.description = description;
    this.head = head;
    this.body = body;
    this.bodyOffset = bodyOffset;
    this.bodyLength = bodyLength;
    CRC32C crc = new CRC32C();
    crc.update(description, 0, descriptionLength);
    int descriptionCrc = (int) crc.getValue();
    crc.reset();
    crc.update(head);
    crc.update(body, bodyOffset, bodyLength);
    this.header =
        new RecordHeader(
            type,
            descriptionLength,
            Math.addExact(head.length, bodyLength),
            descriptionCrc,
            (int) crc.getValue());
  }

  /** A record without head and body. */
  public EncodedRecord(RecordType type, byte[] description, int descriptionLength) {
    this(type, description, descriptionLength, NOTHING, NOTHING, 0, 0);
  }

  /** Octets it takes in the log. */
  public int size() {
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
