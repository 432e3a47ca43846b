package io.postern.gateway.spool;

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
final class Segments {

  private static final int SPARES = 4;
  private static final int CHUNK = 1 << 20;

  private final SpoolFiles files;
  private final SpoolFolder folder;
  private final int size;
  private final SecureRandom random = new SecureRandom();
  private final ConcurrentSkipListMap<Integer, Segment> log = new ConcurrentSkipListMap<>();
  private final Deque<Path> spares = new ConcurrentLinkedDeque<>();
  private final ReentrantLock writingOut = new ReentrantLock();
  private int lastSequence;

  Segments(SpoolFiles files, SpoolFolder folder, int size) {
    this.files = files;
    this.folder = folder;
    this.size = size;
  }

  /** Octets of a segment file. */
  int size() {
    return size;
  }

  /** Octets the largest possible record may have. */
  int room() {
    return size - 2 * SegmentHeader.SIZE;
  }

  /** Takes in what recovery found. */
  void add(Segment segment) {
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

  Optional<Segment> oldest() {
    return Optional.ofNullable(log.firstEntry()).map(e -> e.getValue());
  }

  /** The one written to, unless it could not be begun. */
  Optional<Segment> newest() {
    return Optional.ofNullable(log.lastEntry()).map(e -> e.getValue());
  }

  /** The segment of that sequence, or the next one that there is. */
  Optional<Segment> from(int sequence) {
    return Optional.ofNullable(log.ceilingEntry(sequence)).map(e -> e.getValue());
  }

  Collection<Segment> all() {
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
   *
   * @param unfinished messages that are not finished by what is on disk
   */
  Segment begin(Path spare, Optional<Segment> last, long idCeiling, int unfinished)
      throws IOException {
    int sequence = Math.incrementExact(lastSequence);
    lastSequence = sequence;
    Path path = folder.segment(sequence);
    SegmentHeader header =
        new SegmentHeader(
            sequence,
            size,
            random.nextLong(),
            last.map(Segment::sequence).orElse(0),
            last.map(Segment::end).orElse(0),
            idCeiling,
            oldest().map(Segment::sequence).orElse(sequence),
            unfinished);
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
    Segment segment = new Segment(header, path);
    log.put(sequence, segment);
    return segment;
  }

  /**
   * Takes the oldest segment out of the log. The folder is synced before anything else is cut, or
   * after a power cut a segment could be back whose marks are gone.
   */
  void cut(Segment segment) throws IOException {
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
    for (Segment segment : log.values()) {
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
