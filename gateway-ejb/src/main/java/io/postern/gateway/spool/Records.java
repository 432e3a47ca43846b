package io.postern.gateway.spool;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Makes sense of records that were read. */
final class Records {

  /** A record read whole and checked. */
  record Whole(RecordHeader header, ByteBuffer description, ByteBuffer octets) {}

  private Records() {}

  /** Checks every octet of a record; empty when it is not the one that must stand there. */
  static Optional<Whole> check(ByteBuffer record, SegmentHeader segment, int offset) {
    Optional<RecordHeader> header = RecordHeader.get(record, 0, segment, offset);
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
    return Optional.of(new Whole(read, description, octets));
  }

  /**
   * Reads a description from a record's first octets; empty when they are too few or not the
   * record's that must stand there.
   */
  static Optional<Description> describe(ByteBuffer start, SegmentHeader segment, int offset) {
    Optional<RecordHeader> header = RecordHeader.get(start, 0, segment, offset);
    if (header.isEmpty() || RecordHeader.SIZE + header.get().description() > start.limit()) {
      return Optional.empty();
    }
    ByteBuffer description = start.slice(RecordHeader.SIZE, header.get().description());
    if (SegmentScan.crc(description.duplicate()) != header.get().descriptionCrc()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Description.read(new DescriptionReader(description)));
    } catch (RuntimeException e) {
      return Optional.empty(); // who reads the whole record sets it aside
    }
  }

  /** Adds what the audit journal is told of a record. */
  static void tell(Segment segment, ScanResult.Valid record, List<Committed> events) {
    long position = Position.of(segment.sequence(), record.offset());
    DescriptionReader from = new DescriptionReader(record.description());
    switch (record.header().type()) {
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
