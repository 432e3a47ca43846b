package io.postern.gateway.spool.log;

import io.postern.gateway.spool.files.SpoolFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * What a segment says of itself, in its first and again in its last {@link #SIZE} octets, so that
 * one bad sector cannot take a whole segment away.
 *
 * @param sequence from 1
 * @param size octets of the file
 * @param salt random; part of the checksum of every record's header
 * @param previous sequence of the segment that was used before, 0 for none
 * @param previousEnd where the valid records of that one end; what stands behind it was never
 *     acknowledged
 * @param oldest sequence of the oldest segment there was when this was written, itself included; 0
 *     when an earlier version wrote it, which did not say
 * @param start what the spool says; the number of unfinished messages is -1 when an earlier version
 *     wrote it
 */
record SegmentHeader(
    int sequence,
    int size,
    long salt,
    int previous,
    int previousEnd,
    int oldest,
    SegmentStart start) {

  static final int SIZE = 64;

  /**
   * Of segments and their records; the digit behind the name in the first octets. From 2 on
   * descriptions and marks are made of fields; the first version's are read too.
   */
  static final int FORMAT = 2;

  private static final long NAME = 0x504f5354_53454730L; // POSTSEG0
  private static final int CHECKED = SIZE - Integer.BYTES;

  /** A stand-in for the header of a segment that has none that can be read. */
  static SegmentHeader unreadable(int sequence, int size) {
    return new SegmentHeader(sequence, size, 0, 0, 0, 0, new SegmentStart(0, -1));
  }

  void write(SpoolFile file) throws IOException {
    file.write(octets(), 0);
    file.write(octets(), (long) size - SIZE);
  }

  private ByteBuffer octets() {
    ByteBuffer octets = ByteBuffer.allocate(SIZE);
    octets.putLong(NAME + FORMAT).putInt(sequence).putInt(size).putLong(salt);
    octets.putInt(previous).putInt(previousEnd).putLong(start.idCeiling());
    octets.putInt(oldest).putInt(start.unfinished() + 1);
    octets.putInt(CHECKED, checksum(octets));
    return octets.rewind();
  }

  /** Reads either copy; empty when neither is whole. */
  static Optional<SegmentHeader> read(SpoolFile file, long fileSize) throws IOException {
    Optional<SegmentHeader> first = readAt(file, 0);
    return first.isPresent() || fileSize < 2L * SIZE ? first : readAt(file, fileSize - SIZE);
  }

  /**
   * The format of a segment, of whatever version it is: name, digit and checksum stand at these
   * places in every one. 0 when neither copy of its header is whole.
   */
  static int format(SpoolFile file, long fileSize) throws IOException {
    for (long position : new long[] {0, fileSize - SIZE}) {
      Optional<ByteBuffer> octets = position < 0 ? Optional.empty() : octetsAt(file, position);
      if (octets.isPresent()) {
        return (int) (octets.get().getLong(0) - NAME);
      }
    }
    return 0;
  }

  private static Optional<ByteBuffer> octetsAt(SpoolFile file, long position) throws IOException {
    ByteBuffer octets = ByteBuffer.allocate(SIZE);
    while (octets.hasRemaining()) {
      if (file.read(octets, position + octets.position()) < 0) {
        return Optional.empty();
      }
    }
    long format = octets.getLong(0) - NAME;
    boolean whole = format > 0 && format < 10 && octets.getInt(CHECKED) == checksum(octets);
    return whole ? Optional.of(octets) : Optional.empty();
  }

  private static Optional<SegmentHeader> readAt(SpoolFile file, long position) throws IOException {
    Optional<ByteBuffer> whole = octetsAt(file, position);
    if (whole.isEmpty() || whole.get().getLong(0) > NAME + FORMAT) {
      return Optional.empty();
    }
    ByteBuffer octets = whole.get();
    octets.position(Long.BYTES);
    int sequence = octets.getInt();
    int size = octets.getInt();
    long salt = octets.getLong();
    int previous = octets.getInt();
    int previousEnd = octets.getInt();
    long idCeiling = octets.getLong();
    int oldest = octets.getInt();
    SegmentStart start = new SegmentStart(idCeiling, octets.getInt() - 1);
    return Optional.of(
        new SegmentHeader(sequence, size, salt, previous, previousEnd, oldest, start));
  }

  private static int checksum(ByteBuffer octets) {
    CRC32C crc = new CRC32C();
    crc.update(octets.slice(0, CHECKED));
    return (int) crc.getValue();
  }
}
