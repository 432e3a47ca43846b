package io.postern.gateway.spool.log;

import io.postern.gateway.spool.files.FolderLock;
import io.postern.gateway.spool.files.SpoolFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;

/**
 * The log in local files. A segment is a file that was written out in full before, so that a sync
 * writes data and no metadata; docs/spool-states.md has the format.
 *
 * <p>Its fence is the lock on the folder. The system keeps a second writer out while the first
 * one's process lives, so a takeover is an opening after its end. Where the lock was circumvented,
 * by removing its file, the first writer finds out before it acknowledges: it looks after each sync
 * and before each segment whether the lock's file is still the one it holds. What it wrote
 * nevertheless is void, because the other's first segment says where the log ended when it took
 * over.
 */
public final class LocalLog implements RecordLog {

  private static final long SMALLEST_SEGMENT = 16 << 10;
  private static final long LARGEST_SEGMENT = 1 << 30;

  private final SpoolFiles files;
  private final LogFolder folder;
  private final FolderLock lock;
  private final SegmentFiles segments;
  private final LocalWriter writer;
  private volatile boolean fenced;

  private LocalLog(SpoolFiles files, LogFolder folder, FolderLock lock, int segmentSize, int node)
      throws IOException {
    this.files = files;
    this.folder = folder;
    this.lock = lock;
    files.createFolders(folder.segments());
    files.syncFolder(folder.root());
    SegmentFolder.requireKnownFormat(files, folder);
    this.segments = new SegmentFiles(files, folder, segmentSize, node);
    new SegmentFolder(files, folder, segments).read();
    this.writer = new LocalWriter(files, segments, this::requireHeld);
  }

  /**
   * Takes the log over.
   *
   * @param root the spool's folder; created when it is not there
   * @param segmentSize octets of a segment to be begun, 16 KiB to 1 GiB
   * @param node whose log it is, 0 to {@link Position#LAST_NODE}
   * @throws IOException when another writer has it, or it cannot be read
   * @throws UnknownFormat when a newer version wrote it
   */
  public static LocalLog open(SpoolFiles files, Path root, long segmentSize, int node)
      throws IOException {
    if (segmentSize < SMALLEST_SEGMENT || segmentSize > LARGEST_SEGMENT) {
      throw new IllegalArgumentException(
          "a segment must have %d to %d octets, not %d"
              .formatted(SMALLEST_SEGMENT, LARGEST_SEGMENT, segmentSize));
    }
    if (node < 0 || node > Position.LAST_NODE) {
      throw new IllegalArgumentException(
          "a node has a number from 0 to %d, not %d".formatted(Position.LAST_NODE, node));
    }
    LogFolder folder = new LogFolder(root);
    files.createFolders(root);
    FolderLock lock = files.lock(folder.lock());
    boolean opened = false;
    try {
      int size = (int) (segmentSize / RecordHeader.ALIGNMENT * RecordHeader.ALIGNMENT);
      LocalLog log = new LocalLog(files, folder, lock, size, node);
      opened = true;
      return log;
    } finally {
      if (!opened) {
        lock.close();
      }
    }
  }

  /** Whether there is no segment. Changes nothing. */
  public static boolean isAbsent(SpoolFiles files, Path root) throws IOException {
    LogFolder folder = new LogFolder(root);
    return !Files.isDirectory(folder.segments())
        || files.list(folder.segments()).keySet().stream()
            .allMatch(name -> LogFolder.sequence(name) < 0);
  }

  /**
   * Changes nothing.
   *
   * @throws UnknownFormat when a newer version wrote a segment
   */
  public static void requireKnownFormat(SpoolFiles files, Path root) throws IOException {
    LogFolder folder = new LogFolder(root);
    if (Files.isDirectory(folder.segments())) {
      SegmentFolder.requireKnownFormat(files, folder);
    }
  }

  /** Where the segments are, in the spool's folder. */
  public static Path segments(Path root) {
    return new LogFolder(root).segments();
  }

  private void requireHeld() throws IOException {
    if (fenced || !lock.isHeld()) {
      fenced = true;
      throw new LogFenced(
          "another process may have taken over %s: %s is not the file that this one has locked"
              .formatted(folder.root(), folder.lock()));
    }
  }

  @Override
  public Collection<LogSegment> segments() {
    return Collections.unmodifiableCollection(segments.all());
  }

  @Override
  public void passOver(int sequence) {
    segments.passOver(sequence);
  }

  @Override
  public LogScan scan(LogSegment segment) throws IOException {
    SegmentFile file = (SegmentFile) segment;
    return OpeningScan.of(file, SegmentEnd.of(file, new ArrayList<>(segments.all())));
  }

  @Override
  public LogScan scan(LogSegment segment, int from, int to) throws IOException {
    SegmentFile file = (SegmentFile) segment;
    return new SegmentScan(file.header(), file.open(), from, to, SegmentScan.Extent.KNOWN, false);
  }

  @Override
  public LogWriter writer() {
    return writer;
  }

  @Override
  public int largestRecord() {
    return segments.largestRecord();
  }

  @Override
  public int segmentSize() {
    return segments.size();
  }

  @Override
  public boolean isUnprepared() {
    return segments.lacksSpare();
  }

  @Override
  public void prepare() throws IOException {
    segments.prepareSpare();
  }

  @Override
  public void cut(LogSegment segment) throws IOException {
    segments.cut((SegmentFile) segment);
  }

  @Override
  public void close() throws IOException {
    fenced = true;
    writer.abandon();
    segments.close();
    lock.close();
  }
}
