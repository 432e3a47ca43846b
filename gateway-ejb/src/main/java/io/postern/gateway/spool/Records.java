package io.postern.gateway.spool;

import io.postern.gateway.spool.log.Position;
import io.postern.gateway.spool.log.ScanResult;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Makes sense of records that were read. */
final class Records {

  private Records() {}

  /** Adds what the audit journal is told of a record. */
  static void tell(Segment segment, ScanResult.Valid record, List<Committed> events) {
    long position = Position.of(segment.sequence(), record.offset());
    DescriptionReader from = new DescriptionReader(record.description());
    switch (record.type()) {
      case ACCEPTED -> {
        long next = Description.read(from).tell(position, events);
        tell(MarkGroup.readAll(from), next, events);
      }
      case MARKED -> tell(MarkGroup.readAll(from), position, events);
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

  private static void tell(List<MarkGroup> groups, long position, List<Committed> events) {
    long at = position;
    for (MarkGroup group : groups) {
      at = group.tell(at, events);
    }
  }
}
