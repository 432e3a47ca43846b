package io.postern.gateway.spool;

import io.postern.gateway.spool.log.LogSegment;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * A segment of the log with what the spool knows of it. Counts of what lives in it are guarded by
 * the intake's lock.
 */
final class Segment {

  /** Octets that could not be read and what was reported of them. */
  record Damage(int end, Committed.Damaged event) {}

  private final LogSegment log;
  private final NavigableMap<Integer, Damage> damage = new ConcurrentSkipListMap<>();
  private volatile long lastEvent = -1;
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

  /** Position of the last event in it that belongs into the audit journal; -1 for none. */
  long lastEvent() {
    return lastEvent;
  }

  /** An event at this position is in it. */
  void addedEvent(long position) {
    lastEvent = Math.max(lastEvent, position);
  }

  /** By the offset where it begins. */
  NavigableMap<Integer, Damage> damage() {
    return damage;
  }

  void damaged(int from, int to, Committed.Damaged event) {
    damage.put(from, new Damage(to, event));
    addedEvent(event.position());
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
