package io.postern.gateway.spool;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The end of the log that is written to. Used by the committer alone, and by the start before it.
 */
final class LogEnd {

  private static final System.Logger LOG = System.getLogger("io.postern.gateway.spool");
  private static final int STAGING = 1 << 20;

  private record Open(Segment segment, SpoolFile file) {}

  private final SpoolFiles files;
  private final Segments segments;
  private final ByteBuffer staging = ByteBuffer.allocateDirect(STAGING);
  private Optional<Segment> last;
  private Optional<Open> open = Optional.empty();
  private int written;

  LogEnd(SpoolFiles files, Segments segments, Optional<Segment> last) {
    this.files = files;
    this.segments = segments;
    this.last = last;
  }

  boolean isOpen() {
    return open.isPresent();
  }

  /** The segment written to, or to be written to. */
  Segment segment() {
    return last.orElseThrow();
  }

  boolean fits(int octets) {
    return written + staging.position() + octets <= segment().limit();
  }

  /**
   * Goes on in a fresh segment.
   *
   * @param unfinished messages that are not finished by what is on disk
   */
  void next(long idCeiling, int unfinished) throws IOException {
    Path spare = segments.takeSpare();
    abandon();
    Segment fresh = segments.begin(spare, last, idCeiling, unfinished);
    last = Optional.of(fresh);
    open = Optional.of(new Open(fresh, files.open(fresh.path())));
    written = fresh.end();
  }

  /** Puts a record behind the others; answers its offset. */
  int append(EncodedRecord encoded) throws IOException {
    if (encoded.size() > staging.remaining()) {
      flush();
    }
    int offset = written + staging.position();
    if (encoded.size() <= staging.remaining()) {
      encoded.put(staging, segment().header(), offset);
    } else {
      ByteBuffer large = ByteBuffer.allocate(encoded.size());
      encoded.put(large, segment().header(), offset);
      write(large.flip());
    }
    return offset;
  }

  private void flush() throws IOException {
    write(staging.flip());
    staging.clear();
  }

  private void write(ByteBuffer octets) throws IOException {
    int length = octets.remaining();
    open.orElseThrow().file().write(octets, written);
    written += length;
  }

  /** Returns when all that was appended is on disk. */
  void sync() throws IOException {
    flush();
    open.orElseThrow().file().force();
    segment().end(written);
  }

  /**
   * Writes behind the last record that all is synced: a bit that flips in the last record later is
   * then told from a torn write, which would be dropped in silence. Not synced itself; the next
   * record overwrites it.
   */
  void proveSynced() throws IOException {
    if (!fits(RecordHeader.ALIGNMENT)) {
      return;
    }
    ByteBuffer proof = ByteBuffer.allocate(RecordHeader.ALIGNMENT);
    new EncodedRecord(RecordType.SYNCED, new DescriptionWriter())
        .put(proof, segment().header(), written);
    open.orElseThrow().file().write(proof.flip(), written);
  }

  /** Writes to and syncs the current file no more. */
  void abandon() {
    staging.clear();
    Optional<Open> left = open;
    open = Optional.empty();
    if (left.isPresent()) {
      try {
        left.get().file().close();
      } catch (IOException e) {
        LOG.log(
            Level.WARNING,
            "spool: cannot close segment {0} ({1}); it is not used for writing any more",
            SpoolFolder.digits(left.get().segment().sequence()),
            e.getMessage());
      }
    }
  }
}
