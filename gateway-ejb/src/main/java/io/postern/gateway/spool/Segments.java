package io.postern.gateway.spool;

import io.postern.gateway.spool.log.LogSegment;
import io.postern.gateway.spool.log.RecordLog;
import java.io.IOException;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** The log's segments with what the spool knows of each, oldest first. Thread-safe. */
final class Segments {

  private final RecordLog log;
  private final ConcurrentSkipListMap<Integer, Segment> known = new ConcurrentSkipListMap<>();

  /** Of those that the log has now. */
  Segments(RecordLog log) {
    this.log = log;
    update();
  }

  /** Takes in those that were begun. */
  void update() {
    for (LogSegment segment : log.segments()) {
      if (!known.containsKey(segment.sequence())) {
        known.put(segment.sequence(), new Segment(segment));
      }
    }
  }

  Segment of(LogSegment segment) {
    return Optional.ofNullable(known.get(segment.sequence())).orElseThrow();
  }

  Optional<Segment> oldest() {
    return Optional.ofNullable(known.firstEntry()).map(e -> e.getValue());
  }

  /** The one written to, unless it could not be begun. */
  Optional<Segment> newest() {
    return Optional.ofNullable(known.lastEntry()).map(e -> e.getValue());
  }

  /** The segment of that sequence, or the next one that there is. */
  Optional<Segment> from(int sequence) {
    return Optional.ofNullable(known.ceilingEntry(sequence)).map(e -> e.getValue());
  }

  Collection<Segment> all() {
    return known.values();
  }

  /** Takes the oldest segment out of the log. */
  void cut(Segment segment) throws IOException {
    try {
      log.cut(segment.log());
    } finally {
      if (!log.segments().contains(segment.log())) {
        known.remove(segment.sequence());
      }
    }
  }
}
