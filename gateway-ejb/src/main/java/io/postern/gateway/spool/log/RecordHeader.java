package io.postern.gateway.spool.log;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * What stands before each record. It names its own segment and offset and is checked with the
 * segment's salt: an old record in a recycled file is none, nor is anything a client made up.
 *
 * @param description octets of the description that follows
 * @param octets octets of head and inline body that follow the description
 */
record RecordHeader(
    RecordType type, int description, int octets, int descriptionCrc, int octetsCrc) {

  static final int SIZE = 36;

  /** Records begin at multiples of this, so that a scan finds the next one behind damage. */
  static final int ALIGNMENT = 64;

  private static final int MAGIC = 0x504f5354; // POST
  private static final int CHECKED = SIZE - Integer.BYTES;

  /** Octets of the whole record with its padding. */
  int recordSize() {
    return recordSize(description, octets);
  }

  static int recordSize(int description, int octets) {
    return (SIZE + description + octets + ALIGNMENT - 1) & -ALIGNMENT;
  }

  void put(ByteBuffer into, SegmentHeader segment, int offset) {
    int start = into.position();
    into.putInt(MAGIC).putInt(segment.sequence()).putInt(offset).putInt(type.code());
    into.putInt(description).putInt(octets).putInt(descriptionCrc).putInt(octetsCrc);
    into.putInt(checksum(into.slice(start, CHECKED), segment.salt()));
  }

  /** Reads a header that must stand at this offset; empty when there is none. */
  static Optional<RecordHeader> get(ByteBuffer from, int at, SegmentHeader segment, int offset) {
    if (from.getInt(at) != MAGIC
        || from.getInt(at + 4) != segment.sequence()
        || from.getInt(at + 8) != offset
        || from.getInt(at + CHECKED) != checksum(from.slice(at, CHECKED), segment.salt())) {
      return Optional.empty();
    }
    int description = from.getInt(at + 16);
    int octets = from.getInt(at + 20);
    if (description < 0 || octets < 0 || (long) description + octets > segment.size()) {
      return Optional.empty();
    }
    return RecordType.of(from.getInt(at + 12))
        .map(
            type ->
                new RecordHeader(
                    type, description, octets, from.getInt(at + 24), from.getInt(at + 28)));
  }

  private static int checksum(ByteBuffer checked, long salt) {
    CRC32C crc = new CRC32C();
    for (int shift = 56; shift >= 0; shift -= 8) {
      crc.update((int) (salt >>> shift) & 0xff);
    }
    crc.update(checked);
    return (int) crc.getValue();
  }
}
