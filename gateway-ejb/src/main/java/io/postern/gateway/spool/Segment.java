package io.postern.gateway.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.NavigableMap;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;

/** One file of the log. Counts of what lives in it are guarded by the intake's lock. */
final class Segment {

  /** Octets that could not be read and what was told of them. */
  record Damage(int end, Committed.Damaged told) {}

  static final int FIRST_RECORD = SegmentHeader.SIZE;
  private static final int IDLE_READERS = 4;

  private final SegmentHeader header;
  private final Path path;
  private final Queue<SpoolFile> idle = new ConcurrentLinkedQueue<>();
  private final NavigableMap<Integer, Damage> damage = new ConcurrentSkipListMap<>();
  private volatile int end = FIRST_RECORD;
  private volatile long lastTold = -1;
  private volatile boolean retired;
  private int live;
  private long liveOctets;

  Segment(SegmentHeader header, Path path) {
    this.header = header;
    this.path = path;
  }

  SegmentHeader header() {
    return header;
  }

  int sequence() {
    return header.sequence();
  }

  Path path() {
    return path;
  }

  /** Offset behind the last octet that records may use. */
  int limit() {
    return header.size() - SegmentHeader.SIZE;
  }

  /** Offset behind the last record that is on disk. */
  int end() {
    return end;
  }

  void end(int offset) {
    end = offset;
  }

  /** Whether it is full enough that a spare file should lie ready for the next one. */
  boolean isNextNear() {
    return end > limit() / 8;
  }

  /** Position of the last thing in it that the audit journal is told; -1 for none. */
  long lastTold() {
    return lastTold;
  }

  void told(long position) {
    lastTold = Math.max(lastTold, position);
  }

  /** By the offset where it begins. */
  NavigableMap<Integer, Damage> damage() {
    return damage;
  }

  void damaged(int from, int to, Committed.Damaged told) {
    damage.put(from, new Damage(to, told));
    told(told.position());
  }

  void gained(int octets) {
    live++;
    liveOctets += octets;
  }

  void lost(int octets) {
    live--;
    liveOctets -= octets;
  }

  /** Unfinished messages that have their record here. */
  int live() {
    return live;
  }

  long liveOctets() {
    return liveOctets;
  }

  /**
   * Reads octets; zeros where the file is cut short, which no checksum matches. Each reader has a
   * file of its own while it reads: an interrupted thread closes the channel it is in, and must not
   * close that of others.
   */
  ByteBuffer read(SpoolFiles files, int offset, int length) throws IOException {
    SpoolFile file = borrow(files);
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
      if (sound) {
        giveBack(file);
      } else {
        file.close();
      }
    }
  }

  private SpoolFile borrow(SpoolFiles files) throws IOException {
    SpoolFile file = idle.poll();
    return file != null ? file : files.openToRead(path);
  }

  private void giveBack(SpoolFile file) throws IOException {
    if (idle.size() < IDLE_READERS) {
      idle.add(file);
    } else {
      file.close();
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
