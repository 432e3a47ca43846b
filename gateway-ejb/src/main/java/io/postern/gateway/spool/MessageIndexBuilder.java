package io.postern.gateway.spool;

import io.postern.gateway.spool.log.Position;
import io.postern.gateway.spool.log.ScanResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds the list of the unfinished from the records of earlier lives, in their order. */
final class MessageIndexBuilder {

  private final Intake intake;
  private final MessageIndex index;
  private final Comparison comparison;
  private final Map<Long, Long> bodySizes = new HashMap<>();
  private final List<SpoolRecovery.Unsound> unsound = new ArrayList<>();
  private long highestId;
  private int recorded;

  MessageIndexBuilder(Intake intake, MessageIndex index, Comparison comparison) {
    this.intake = intake;
    this.index = index;
    this.comparison = comparison;
  }

  /** Octets of the body file of each message that has one, finished ones too. */
  Map<Long, Long> bodySizes() {
    return bodySizes;
  }

  /** Messages whose record is damaged. */
  List<SpoolRecovery.Unsound> unsound() {
    return unsound;
  }

  /** No id above it was met or promised. */
  long highestId() {
    return highestId;
  }

  /** Messages met that are not finished by what was read so far. */
  int recorded() {
    return recorded;
  }

  /** A segment is read next. */
  void begins(Segment segment) {
    highestId = Math.max(highestId, segment.log().start().idCeiling());
    comparison.begins(segment.log(), recorded);
  }

  /**
   * Takes a record in, under the lock: acceptances need it too.
   *
   * @throws RuntimeException when the record cannot be understood
   */
  void take(Segment segment, ScanResult.Valid record) {
    intake.lock();
    int before = index.recorded();
    try {
      interpret(segment, record);
    } finally {
      recorded += index.recorded() - before;
      intake.unlock();
    }
  }

  private void interpret(Segment segment, ScanResult.Valid record) {
    DescriptionReader from = new DescriptionReader(record.description());
    long position = Position.of(segment.sequence(), record.offset());
    switch (record.type()) {
      case ACCEPTED -> {
        Description.Outline outline = Description.readOutline(from);
        List<MarkGroup> marks = MarkGroup.readAll(from);
        place(segment, record, outline, outline.states());
        int first = outline.eventCount();
        segment.addedEvent(position + first + mark(position + first, marks) - 1);
      }
      case RELOCATED -> {
        Description.Outline outline = Description.readOutline(from);
        comparison.relocated(outline.id(), index.knows(outline.id()));
        List<RecipientState> states = new ArrayList<>();
        for (int i = 0; i < outline.states().size(); i++) {
          states.add(from.state());
        }
        place(segment, record, outline, states);
      }
      case MARKED -> segment.addedEvent(position + mark(position, MarkGroup.readAll(from)) - 1);
      case SET_ASIDE -> {
        long id = from.int64();
        boolean known = index.knows(id);
        index.find(id).ifPresent(this::forget);
        comparison.setAside(id, known);
        segment.addedEvent(position);
      }
      case IDS -> {
        highestId = Math.max(highestId, from.int64());
        if (from.hasMore()) {
          comparison.cut(from.int32());
          comparison.reported(from.int32());
        }
      }
      case SYNCED -> {
        // The scan has used it.
      }
    }
  }

  private void place(
      Segment segment,
      ScanResult.Valid record,
      Description.Outline outline,
      List<RecipientState> states) {
    highestId = Math.max(highestId, outline.id());
    index.find(outline.id()).ifPresent(this::forget);
    Entry entry =
        new Entry(outline, states, index.domains(), segment, record.offset(), record.size());
    index.add(entry);
    if (!record.sound()) {
      unsound.add(new SpoolRecovery.Unsound(entry, "its record does not match its checksum"));
    }
    if (outline.inFile()) {
      bodySizes.put(outline.id(), outline.bodySize());
    }
  }

  private void forget(Entry entry) {
    if (index.setAside(entry)) {
      index.remove(entry);
    }
  }

  private int mark(long position, List<MarkGroup> groups) {
    int marks = 0;
    for (MarkGroup group : groups) {
      for (Mark mark : group.marks()) {
        boolean known = index.knows(mark.id().value());
        Optional<MessageIndex.Change> change = index.apply(mark);
        change.ifPresent(index::settle);
        if (mark.state() instanceof RecipientState.Finished && (change.isPresent() || !known)) {
          comparison.finishes(position + marks, mark.id().value(), known);
        }
        marks++;
      }
    }
    return marks;
  }
}
