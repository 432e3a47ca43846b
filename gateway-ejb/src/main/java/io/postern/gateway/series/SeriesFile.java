package io.postern.gateway.series;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * A ring on disk, of fixed size: a header, then a slot for each interval, each with a checksum of
 * its own. A write that a crash tears costs the one interval that it was about. For one thread.
 *
 * <p>Header, 64 octets: {@code POSTSER1}, then as 32-bit numbers the seconds of an interval, the
 * slots, the columns, and the CRC32C of all before; zeros. Slot: the interval's number and the
 * columns as 64-bit numbers, then the CRC32C of these as one more. A slot of zeros was never
 * written.
 */
final class SeriesFile implements AutoCloseable {

  private static final byte[] MAGIC = "POSTSER1".getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER = 64;
  private static final int CHECKED = (1 + SeriesName.COLUMNS) * Long.BYTES;
  private static final int SLOT = CHECKED + Long.BYTES;

  private final FileChannel channel;
  private final ByteBuffer slot = ByteBuffer.allocate(SLOT);

  private SeriesFile(FileChannel channel) {
    this.channel = channel;
  }

  /** What a file holds. */
  enum Found {
    /** There was none. */
    NOTHING,
    /** All is readable but at most one interval, which a crash may have torn. */
    SOUND,
    /** What is readable was read. */
    DAMAGED
  }

  /** Reads what is readable into a ring; changes nothing on disk. */
  static Found read(Path path, Ring ring) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return Found.NOTHING;
    }
    if (!Files.isRegularFile(path) || Files.size(path) != length(ring)) {
      return Found.DAMAGED;
    }
    ByteBuffer octets = ByteBuffer.wrap(Files.readAllBytes(path));
    if (octets.capacity() != length(ring) || !octets.slice(0, HEADER).equals(header(ring))) {
      return Found.DAMAGED;
    }
    int unreadable = 0;
    for (int i = 0; i < ring.size(); i++) {
      unreadable += readSlot(octets.slice(HEADER + i * SLOT, SLOT), i, ring) ? 0 : 1;
    }
    return unreadable > 1 ? Found.DAMAGED : Found.SOUND;
  }

  private static boolean readSlot(ByteBuffer octets, int index, Ring ring) {
    long interval = octets.getLong(0);
    long checksum = octets.getLong(CHECKED);
    if (interval == 0 && checksum == 0) {
      return true;
    }
    if (checksum != crc(octets.slice(0, CHECKED)) || ring.slot(interval) != index) {
      return false;
    }
    long[] values = new long[SeriesName.COLUMNS];
    octets.slice(Long.BYTES, CHECKED - Long.BYTES).asLongBuffer().get(values);
    ring.add(interval, values);
    return true;
  }

  /** Puts a file with all that a ring has in the place of one that may be there. */
  static SeriesFile begin(Path path, Ring ring) throws IOException {
    ByteBuffer whole = ByteBuffer.allocate(length(ring));
    whole.put(header(ring));
    ring.forEach(
        (interval, values) ->
            fill(whole.slice(HEADER + ring.slot(interval) * SLOT, SLOT), interval, values));
    Path fresh = path.resolveSibling("~" + path.getFileName());
    try (FileChannel channel =
        FileChannel.open(
            fresh,
            StandardOpenOption.WRITE,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      put(channel, whole.clear(), 0);
      channel.force(true);
    }
    Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
    return open(path);
  }

  /** Opens one that is there and was read. */
  static SeriesFile open(Path path) throws IOException {
    return new SeriesFile(FileChannel.open(path, StandardOpenOption.WRITE));
  }

  /**
   * Writes what an interval has.
   *
   * @param force whether all that was written is to be on disk
   */
  void write(Ring ring, long interval, long[] values, boolean force) throws IOException {
    fill(slot, interval, values);
    put(channel, slot.clear(), HEADER + (long) ring.slot(interval) * SLOT);
    if (force) {
      channel.force(false);
    }
  }

  private static void fill(ByteBuffer slot, long interval, long[] values) {
    slot.clear().putLong(interval);
    slot.asLongBuffer().put(values);
    slot.putLong(CHECKED, crc(slot.slice(0, CHECKED)));
  }

  private static void put(FileChannel channel, ByteBuffer octets, long at) throws IOException {
    long to = at;
    while (octets.hasRemaining()) {
      to += channel.write(octets, to);
    }
  }

  private static ByteBuffer header(Ring ring) {
    ByteBuffer header = ByteBuffer.allocate(HEADER);
    header.put(MAGIC).putInt(ring.seconds()).putInt(ring.size()).putInt(SeriesName.COLUMNS);
    header.putInt((int) crc(header.slice(0, header.position())));
    return header.clear();
  }

  private static int length(Ring ring) {
    return HEADER + ring.size() * SLOT;
  }

  private static long crc(ByteBuffer octets) {
    CRC32C crc = new CRC32C();
    crc.update(octets);
    return crc.getValue();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
