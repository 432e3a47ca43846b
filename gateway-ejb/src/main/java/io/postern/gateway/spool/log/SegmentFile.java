package io.postern.gateway.spool.log;

import io.postern.gateway.spool.files.SpoolFile;
import io.postern.gateway.spool.files.SpoolFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A segment that is a file. */
final class SegmentFile implements LogSegment {

  static final int FIRST_RECORD = SegmentHeader.SIZE;
  private static final int IDLE_READERS = 4;

  private final SpoolFiles files;
  private final Path path;
  private final SegmentHeader header;
  private final long fileSize;
  private final boolean readable;
  private final Queue<SpoolFile> idle = new ConcurrentLinkedQueue<>();
  private volatile int end;
  private volatile boolean retired;

  private SegmentFile(
      SpoolFiles files, Path path, SegmentHeader header, long fileSize, boolean readable, int end) {
    this.files = files;
    this.path = path;
    this.header = header;
    this.fileSize = fileSize;
    this.readable = readable;
    this.end = end;
  }

  static SegmentFile begun(SpoolFiles files, Path path, SegmentHeader header) {
    return new SegmentFile(files, path, header, header.size(), true, FIRST_RECORD);
  }

  /**
   * One of an earlier writer.
   *
   * @param fileSize octets of the file, which may be less than the header says
   */
  static SegmentFile found(SpoolFiles files, Path path, SegmentHeader header, long fileSize) {
    return new SegmentFile(files, path, header, fileSize, true, FIRST_RECORD);
  }

  /** One both of whose headers are damaged. */
  static SegmentFile unreadable(SpoolFiles files, Path path, int sequence, int size) {
    SegmentHeader header = SegmentHeader.unreadable(sequence, size);
    return new SegmentFile(files, path, header, size, false, size);
  }

  SegmentHeader header() {
    return header;
  }

  Path path() {
    return path;
  }

  /** Whether octets of the file are missing. */
  boolean isCutShort() {
    return fileSize < header.size();
  }

  long fileSize() {
    return fileSize;
  }

  /** Offset behind the last octet that records may use. */
  int limit() {
    return header.size() - SegmentHeader.SIZE;
  }

  void end(int offset) {
    end = offset;
  }

  SpoolFile open() throws IOException {
    return files.openToRead(path);
  }

  @Override
  public int sequence() {
    return header.sequence();
  }

  @Override
  public int previous() {
    return header.previous();
  }

  @Override
  public int oldest() {
    return header.oldest();
  }

  @Override
  public SegmentStart start() {
    return header.start();
  }

  @Override
  public boolean isReadable() {
    return readable;
  }

  @Override
  public int firstRecord() {
    return FIRST_RECORD;
  }

  @Override
  public int end() {
    return end;
  }

  @Override
  public boolean isNextNear() {
    return end > limit() / 8;
  }

  @Override
  public Optional<StoredRecord> read(int offset, int length) throws IOException {
    ByteBuffer record = filled(offset, length);
    Optional<RecordHeader> header = RecordHeader.get(record, 0, this.header, offset);
    if (header.isEmpty() || header.get().recordSize() != record.limit()) {
      return Optional.empty();
    }
    RecordHeader read = header.get();
    ByteBuffer description = record.slice(RecordHeader.SIZE, read.description());
    ByteBuffer octets = record.slice(RecordHeader.SIZE + read.description(), read.octets());
    if (SegmentScan.crc(description.duplicate()) != read.descriptionCrc()
        || SegmentScan.crc(octets.duplicate()) != read.octetsCrc()) {
      return Optional.empty();
    }
    return Optional.of(new StoredRecord(description, octets));
  }

  @Override
  public Optional<ByteBuffer> describe(int offset, int length) throws IOException {
    ByteBuffer beginning = filled(offset, length);
    Optional<RecordHeader> header = RecordHeader.get(beginning, 0, this.header, offset);
    if (header.isEmpty() || RecordHeader.SIZE + header.get().description() > beginning.limit()) {
      return Optional.empty();
    }
    ByteBuffer description = beginning.slice(RecordHeader.SIZE, header.get().description());
    return SegmentScan.crc(description.duplicate()) == header.get().descriptionCrc()
        ? Optional.of(description)
        : Optional.empty();
  }

  @Override
  public int octets(ByteBuffer into, int offset) throws IOException {
    SpoolFile file = borrow();
    boolean sound = false;
    try {
      int read = file.read(into, offset);
      sound = true;
      return read;
    } finally {
      handBack(file, sound);
    }
  }

  /**
   * Octets; zeros where the file is cut short, which no checksum matches. Each reader has a file of
   * its own while it reads: an interrupted thread closes the channel it is in, and must not close
   * that of others.
   */
  private ByteBuffer filled(int offset, int length) throws IOException {
    SpoolFile file = borrow();
    boolean sound = false;
    try {
      ByteBuffer octets = ByteBuffer.allocate(length);
      while (octets.hasRemaining()) {
        if (file.read(octets, (long) offset + octets.position()) < 0) {
          octets.position(length);
        }
      }
      sound = true;
      return octets.flip();
    } finally {
      handBack(file, sound);
    }
  }

  private SpoolFile borrow() throws IOException {
    SpoolFile file = idle.poll();
    try {
      return file != null ? file : open();
    } catch (NoSuchFileException e) {
      throw new SegmentGone(e);
    }
  }

  private void handBack(SpoolFile file, boolean sound) throws IOException {
    if (!sound || idle.size() >= IDLE_READERS) {
      file.close();
    } else {
      idle.add(file);
    }
    if (retired) {
      retire();
    }
  }

  /** Closes the readers; the file will be something else. */
  void retire() throws IOException {
    retired = true;
    for (SpoolFile file = idle.poll(); file != null; file = idle.poll()) {
      file.close();
    }
  }
}
