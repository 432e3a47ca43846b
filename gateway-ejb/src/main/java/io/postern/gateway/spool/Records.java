package io.postern.gateway.spool;

import io.postern.gateway.spool.log.Position;
import io.postern.gateway.spool.log.ScanResult;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Makes sense of records that were read. */
final class Records {

  private Records() {}

  /** Adds a record's events for the audit journal. */
  static void addEvents(Segment segment, ScanResult.Valid record, List<Committed> events) {
    long position = Position.of(segment.sequence(), record.offset());
    DescriptionReader from = new DescriptionReader(record.description());
    switch (record.type()) {
      case ACCEPTED -> {
        long next = Description.read(from).addEvents(position, events);
        addEvents(MarkGroup.readAll(from), next, events);
      }
      case MARKED -> addEvents(MarkGroup.readAll(from), position, events);
      case SET_ASIDE -> {
        SpoolId id = new SpoolId(from.int64());
        String what = from.text();
        Instant at = from.instant();
        events.add(new Committed.Damaged(position, Optional.of(id), what, at));
      }
      case RELOCATED, IDS, SYNCED -> {
        // Nobody needs to know.
      }
    }
  }

  private static void addEvents(List<MarkGroup> groups, long position, List<Committed> events) {
    long at = position;
    for (MarkGroup group : groups) {
      at = group.addEvents(at, events);
    }
  }
}
