package io.postern.gateway.spool.log;

import io.postern.gateway.spool.files.SpoolFile;
import io.postern.gateway.spool.files.SpoolFiles;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The end of the log that is written to. Used by the committer alone, and by the start before it.
 */
final class LocalWriter implements LogWriter {

  private static final System.Logger LOG = System.getLogger("io.postern.gateway.spool");
  private static final int STAGING = 1 << 20;
  private static final byte[] NOTHING = {};

  /** Raises {@link LogFenced} when this writer no longer has the log. */
  interface Fence {
    void check() throws IOException;
  }

  private record Open(SegmentFile segment, SpoolFile file) {}

  private final SpoolFiles files;
  private final SegmentFiles segments;
  private final Fence fence;
  private final ByteBuffer staging = ByteBuffer.allocateDirect(STAGING);
  private Optional<SegmentFile> last;
  private Optional<Open> open = Optional.empty();
  private int written;

  LocalWriter(SpoolFiles files, SegmentFiles segments, Fence fence) {
    this.files = files;
    this.segments = segments;
    this.fence = fence;
    this.last = segments.newest();
  }

  @Override
  public boolean isOpen() {
    return open.isPresent();
  }

  @Override
  public SegmentFile segment() {
    return last.orElseThrow();
  }

  @Override
  public boolean fits(int octets) {
    return written + staging.position() + octets <= segment().limit();
  }

  @Override
  public SegmentFile next(SegmentStart start) throws IOException {
    fence.check();
    Path spare = segments.takeSpare();
    abandon();
    SegmentFile fresh = segments.begin(spare, last, start);
    last = Optional.of(fresh);
    open = Optional.of(new Open(fresh, files.open(fresh.path())));
    written = fresh.end();
    return fresh;
  }

  @Override
  public int append(EncodedRecord encoded) throws IOException {
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

  @Override
  public void sync() throws IOException {
    flush();
    open.orElseThrow().file().force();
    fence.check();
    segment().end(written);
  }

  /**
   * Writes behind the last record that all is synced: a bit that flips in the last record later is
   * then distinguished from a torn write, which would be dropped in silence. Not synced itself; the
   * next record overwrites it.
   */
  @Override
  public void rest() throws IOException {
    if (!fits(RecordHeader.ALIGNMENT)) {
      return;
    }
    ByteBuffer proof = ByteBuffer.allocate(RecordHeader.ALIGNMENT);
    new EncodedRecord(RecordType.SYNCED, NOTHING, 0).put(proof, segment().header(), written);
    open.orElseThrow().file().write(proof.flip(), written);
  }

  @Override
  public void abandon() {
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
            Position.digits(left.get().segment().sequence()),
            e.getMessage());
      }
    }
  }
}
