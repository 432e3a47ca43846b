package io.postern.gateway.spool.log;

import io.postern.gateway.spool.files.SpoolFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Goes through a segment's records in order. Behind octets that are no record it looks for the next
 * one at every multiple of {@link RecordHeader#ALIGNMENT}.
 */
final class SegmentScan implements LogScan {

  /** How far to trust the file. */
  enum Extent {
    /** Records reach to the limit; all else is damage. */
    KNOWN,
    /** Records end somewhere; what does not read behind the last one is a torn write. */
    OPEN
  }

  private static final int WINDOW = 256 << 10;
  private static final int BLOCK = 4096;

  private final SegmentHeader segment;
  private final SpoolFile file;
  private final int limit;
  private final Extent extent;
  private final boolean whole;
  private ByteBuffer window = ByteBuffer.allocate(WINDOW).limit(0);
  private int windowStart;
  private int offset;

  /**
   * @param from where a record begins
   * @param limit where the last one ends, at the latest
   * @param whole whether head and body are checked too
   */
  SegmentScan(
      SegmentHeader segment, SpoolFile file, int from, int limit, Extent extent, boolean whole) {
    this.segment = segment;
    this.file = file;
    this.offset = from;
    this.limit = limit;
    this.extent = extent;
    this.whole = whole;
  }

  @Override
  public void skipTo(int position) {
    offset = position;
  }

  @Override
  public int offset() {
    return offset;
  }

  @Override
  public ScanResult next() {
    int bad = -1;
    int at = offset;
    while (at + RecordHeader.SIZE <= limit) {
      Optional<RecordHeader> header =
          RecordHeader.get(window(at, RecordHeader.SIZE), at - windowStart, segment, at);
      if (header.isPresent() && header.get().type() == RecordType.SYNCED) {
        // It proves that the log went on to here; it stays only where nothing was written after it.
        if (extent == Extent.OPEN) {
          return bad < 0 ? new ScanResult.End(at) : unreadable(bad, at);
        }
        bad = bad < 0 ? at : bad;
        at += RecordHeader.ALIGNMENT;
      } else if (header.isPresent()) {
        int end = at + header.get().recordSize();
        if (end <= limit && isDescribed(at, header.get())) {
          boolean sound = !whole || isSound(at, header.get());
          // Torn at the very end, damaged when the log is known to have gone on.
          if (sound || extent == Extent.KNOWN || isFollowed(end)) {
            return bad < 0 ? valid(at, header.get(), sound) : unreadable(bad, at);
          }
        }
        bad = bad < 0 ? at : bad;
        at = end;
      } else {
        bad = bad < 0 ? at : bad;
        at += RecordHeader.ALIGNMENT;
      }
    }
    if (bad < 0) {
      return new ScanResult.End(Math.min(at, limit));
    }
    return extent == Extent.OPEN ? new ScanResult.End(bad) : unreadable(bad, limit);
  }

  private ScanResult unreadable(int from, int to) {
    offset = to;
    return new ScanResult.Unreadable(from, to);
  }

  private ScanResult valid(int at, RecordHeader header, boolean sound) {
    offset = at + header.recordSize();
    ByteBuffer octets = window(at, RecordHeader.SIZE + header.description());
    int start = at - windowStart + RecordHeader.SIZE;
    return new ScanResult.Valid(
        at, header.recordSize(), header.type(), octets.slice(start, header.description()), sound);
  }

  private boolean isDescribed(int at, RecordHeader header) {
    ByteBuffer octets = window(at, RecordHeader.SIZE + header.description());
    int start = at - windowStart + RecordHeader.SIZE;
    return crc(octets.slice(start, header.description())) == header.descriptionCrc();
  }

  private boolean isSound(int at, RecordHeader header) {
    int start = RecordHeader.SIZE + header.description();
    ByteBuffer octets = window(at, start + header.octets());
    return crc(octets.slice(at - windowStart + start, header.octets())) == header.octetsCrc();
  }

  private boolean isFollowed(int from) {
    for (int at = from; at + RecordHeader.SIZE <= limit; at += RecordHeader.ALIGNMENT) {
      if (RecordHeader.get(window(at, RecordHeader.SIZE), at - windowStart, segment, at)
          .isPresent()) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  static int crc(ByteBuffer octets) {
    CRC32C crc = new CRC32C();
    crc.update(octets);
    return (int) crc.getValue();
  }

  /**
   * Octets of the file, at least the asked ones; zeros behind its end and where it cannot be read.
   */
  private ByteBuffer window(int at, int length) {
    if (at < windowStart || at + length > windowStart + window.limit()) {
      if (window.capacity() < length) {
        window = ByteBuffer.allocate(length);
      }
      windowStart = at;
      window.clear().limit(Math.max(length, Math.min(window.capacity(), limit - at)));
      fill();
    }
    return window;
  }

  private void fill() {
    try {
      fill(window, windowStart);
    } catch (IOException e) {
      // A bad sector must not cost more than itself.
      for (int from = 0; from < window.limit(); from += BLOCK) {
        ByteBuffer block = window.slice(from, Math.min(BLOCK, window.limit() - from));
        try {
          fill(block, windowStart + from);
        } catch (IOException again) {
          zero(block, 0);
        }
      }
    }
  }

  private void fill(ByteBuffer into, int at) throws IOException {
    into.position(0);
    while (into.hasRemaining()) {
      if (file.read(into, (long) at + into.position()) < 0) {
        zero(into, into.position());
        break;
      }
    }
    into.position(0);
  }

  private static void zero(ByteBuffer octets, int from) {
    for (int i = from; i < octets.limit(); i++) {
      octets.put(i, (byte) 0);
    }
  }
}
