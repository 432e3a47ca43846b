package io.postern.gateway.spool.log;

import io.postern.gateway.spool.files.SpoolFile;
import io.postern.gateway.spool.files.SpoolFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;

/** The log's files, oldest first, and the spare ones. */
final class SegmentFiles {

  private static final int SPARES = 4;
  private static final int CHUNK = 1 << 20;

  private final SpoolFiles files;
  private final LogFolder folder;
  private final int size;
  private final int node;
  private final SecureRandom random = new SecureRandom();
  private final ConcurrentSkipListMap<Integer, SegmentFile> log = new ConcurrentSkipListMap<>();
  private final Deque<Path> spares = new ConcurrentLinkedDeque<>();
  private final ReentrantLock writingOut = new ReentrantLock();
  private int lastSequence;

  SegmentFiles(SpoolFiles files, LogFolder folder, int size, int node) {
    this.files = files;
    this.folder = folder;
    this.size = size;
    this.node = node;
  }

  /** Octets of a segment file. */
  int size() {
    return size;
  }

  /** Octets the largest possible record may have. */
  int largestRecord() {
    return size - 2 * SegmentHeader.SIZE;
  }

  /** Takes in what recovery found. */
  void add(SegmentFile segment) {
    log.put(segment.sequence(), segment);
    lastSequence = Math.max(lastSequence, segment.sequence());
  }

  void addSpare(Path spare) {
    spares.add(spare);
  }

  /** Never gives that sequence out, because a file had it. */
  void passOver(int sequence) {
    lastSequence = Math.max(lastSequence, sequence);
  }

  private Optional<SegmentFile> oldest() {
    return Optional.ofNullable(log.firstEntry()).map(e -> e.getValue());
  }

  Optional<SegmentFile> newest() {
    return Optional.ofNullable(log.lastEntry()).map(e -> e.getValue());
  }

  Collection<SegmentFile> all() {
    return log.values();
  }

  boolean lacksSpare() {
    return spares.isEmpty();
  }

  /** Writes out a spare file ahead of need. */
  void prepareSpare() throws IOException {
    writingOut.lock();
    try {
      spares.add(writtenOut());
    } finally {
      writingOut.unlock();
    }
  }

  /**
   * A spare file to begin the next segment in. Waits for one that is being written out: a second
   * one beside it would be there later.
   */
  Path takeSpare() throws IOException {
    Path ready = spares.poll();
    if (ready != null) {
      return ready;
    }
    writingOut.lock();
    try {
      Path spare = spares.poll();
      return spare != null ? spare : writtenOut();
    } finally {
      writingOut.unlock();
    }
  }

  /**
   * Begins the next segment: its header, which also says where the records of the last one end, is
   * on disk when this returns. A sequence is never used twice, not even after a failure. After a
   * failure nothing may be added to the last segment: a header that says where it ends may be on
   * disk all the same.
   */
  SegmentFile begin(Path spare, Optional<SegmentFile> last, SegmentStart start) throws IOException {
    int sequence = Position.next(node, lastSequence);
    lastSequence = sequence;
    Path path = folder.segment(sequence);
    SegmentHeader header =
        new SegmentHeader(
            sequence,
            size,
            random.nextLong(),
            last.map(SegmentFile::sequence).orElse(0),
            last.map(SegmentFile::end).orElse(0),
            oldest().map(SegmentFile::sequence).orElse(sequence),
            start);
    try {
      try (SpoolFile file = files.open(spare)) {
        header.write(file);
        file.force();
      }
      files.rename(spare, path);
      files.syncFolder(folder.segments());
    } catch (IOException e) {
      drop(spare, e);
      drop(path, e);
      throw e;
    }
    SegmentFile segment = SegmentFile.begun(files, path, header);
    log.put(sequence, segment);
    return segment;
  }

  /**
   * Takes the oldest segment out of the log. The folder is synced before anything else is cut, or
   * after a power cut a segment could be back whose marks are gone.
   */
  void cut(SegmentFile segment) throws IOException {
    Path spare = folder.spare(segment.sequence());
    boolean reuse = spares.size() < SPARES && segment.header().size() == size;
    if (reuse) {
      files.rename(segment.path(), spare);
    } else {
      files.delete(segment.path());
    }
    log.remove(segment.sequence());
    segment.retire();
    files.syncFolder(folder.segments());
    if (reuse) {
      spares.add(spare);
    }
  }

  void close() throws IOException {
    for (SegmentFile segment : log.values()) {
      segment.retire();
    }
  }

  private Path writtenOut() throws IOException {
    Path path = folder.segments().resolve("spare-new-" + Long.toHexString(random.nextLong()));
    try (SpoolFile file = files.create(path)) {
      ByteBuffer zeros = ByteBuffer.allocateDirect(Math.min(CHUNK, size));
      for (int at = 0; at < size; at += zeros.limit()) {
        zeros.clear().limit(Math.min(zeros.capacity(), size - at));
        file.write(zeros, at);
      }
      file.force();
    } catch (IOException e) {
      drop(path, e);
      throw e;
    }
    return path;
  }

  private void drop(Path path, IOException cause) {
    try {
      files.delete(path);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }
}
