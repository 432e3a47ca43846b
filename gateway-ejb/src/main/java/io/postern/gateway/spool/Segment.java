package io.postern.gateway.spool;

import io.postern.gateway.spool.log.LogSegment;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * A segment of the log with what the spool knows of it. Counts of what lives in it are guarded by
 * the intake's lock.
 */
final class Segment {

  /** Octets that could not be read and what was told of them. */
  record Damage(int end, Committed.Damaged told) {}

  private final LogSegment log;
  private final NavigableMap<Integer, Damage> damage = new ConcurrentSkipListMap<>();
  private volatile long lastTold = -1;
  private int live;
  private long liveOctets;

  Segment(LogSegment log) {
    this.log = log;
  }

  LogSegment log() {
    return log;
  }

  int sequence() {
    return log.sequence();
  }

  /** Offset behind the last record that is on disk. */
  int end() {
    return log.end();
  }

  /** Whether it is full enough that the next one should be prepared. */
  boolean isNextNear() {
    return log.isNextNear();
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
}
