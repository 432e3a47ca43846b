package io.postern.gateway.spool;

import io.postern.gateway.spool.log.LogScan;
import io.postern.gateway.spool.log.Position;
import io.postern.gateway.spool.log.RecordLog;
import io.postern.gateway.spool.log.ScanResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads events again, for a reader that did not keep up or was not there. */
final class LogReader {

  /**
   * @param position up to which all was read
   */
  record Part(List<Committed> events, long position) {}

  private final RecordLog log;
  private final Segments segments;
  private final DamagedFolder damaged;

  LogReader(RecordLog log, Segments segments, DamagedFolder damaged) {
    this.log = log;
    this.segments = segments;
    this.damaged = damaged;
  }

  /**
   * Reads on from a position where a record begins.
   *
   * @param to end of what is on disk
   * @param safe what is at or before it is left out
   * @param most so many events, about
   */
  Part read(long from, long to, long safe, int most) throws IOException {
    List<Committed> events = new ArrayList<>();
    long at = from;
    while (at < to && events.size() < most) {
      Optional<Segment> found = segments.from(Position.sequence(at));
      if (found.isEmpty() || found.get().sequence() > Position.sequence(to)) {
        return new Part(events, to);
      }
      Segment segment = found.get();
      int start = segment.sequence() == Position.sequence(at) ? Position.offset(at) : 0;
      int end = segment.sequence() == Position.sequence(to) ? Position.offset(to) : segment.end();
      int reached = end;
      if (segment.lastEvent() > safe && start < end) {
        reached = read(segment, start, end, most, events);
      }
      at =
          reached < end
              ? Position.of(segment.sequence(), reached)
              : Position.of(segment.sequence() + 1, 0);
    }
    events.removeIf(event -> event.position() <= safe);
    return new Part(events, Math.min(at, to));
  }

  private int read(Segment segment, int start, int end, int most, List<Committed> events)
      throws IOException {
    int first = segment.log().firstRecord();
    try (LogScan scan = log.scan(segment.log(), start, end)) {
      while (events.size() < most && scan.offset() < end) {
        Segment.Damage known = segment.damage().get(scan.offset());
        if (known != null) {
          events.add(known.event());
          scan.skipTo(Math.max(known.end(), first));
          continue;
        }
        if (scan.offset() < first) {
          scan.skipTo(first);
          continue;
        }
        switch (scan.next()) {
          case ScanResult.Valid record -> Records.addEvents(segment, record, events);
          case ScanResult.Unreadable octets -> events.add(damaged.take(segment, octets));
          case ScanResult.Missing missing ->
              events.add(damaged.note(segment, missing.from(), missing.to(), missing.what()));
          case ScanResult.End none -> {
            return end;
          }
        }
      }
      return scan.offset();
    }
  }
}
