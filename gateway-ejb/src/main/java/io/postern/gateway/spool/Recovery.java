package io.postern.gateway.spool;

import io.postern.gateway.spool.files.SpoolFiles;
import io.postern.gateway.spool.log.LogScan;
import io.postern.gateway.spool.log.Position;
import io.postern.gateway.spool.log.RecordLog;
import io.postern.gateway.spool.log.ScanResult;
import io.postern.gateway.disposition.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds out, at the start, what is on disk. docs/spool-states.md says what is made of it. */
final class Recovery {

  /**
   * What was found beside segments and ledger.
   *
   * @param idFloor ids go on above it
   * @param unsound messages that are to be set aside
   * @param finding what is lost
   */
  record Outcome(
      long idFloor, List<Unsound> unsound, Optional<Finding> finding) {}

  /**
   * What is lost.
   *
   * @param segments sequences of missing segments that were not reported before
   */
  record Finding(Loss loss, List<Integer> segments) {}

  record Unsound(Entry entry, String why) {}

  private final SpoolFiles files;
  private final SpoolFolder folder;
  private final RecordLog log;
  private final Segments segments;
  private final Ledger ledger;
  private final DamagedFolder damaged;
  private final Comparison comparison;
  private final Map<Long, Long> bodySizes = new HashMap<>();
  private final List<Unsound> unsound = new ArrayList<>();
  private final List<String> damages = new ArrayList<>();
  private boolean anyDamage;
  private long idFloor = 1;

  Recovery(
      SpoolFiles files,
      SpoolFolder folder,
      RecordLog log,
      Segments segments,
      Ledger ledger,
      DamagedFolder damaged,
      Evidence evidence) {
    this.files = files;
    this.folder = folder;
    this.log = log;
    this.segments = segments;
    this.ledger = ledger;
    this.damaged = damaged;
    this.comparison = new Comparison(evidence);
  }

  Outcome run() throws IOException {
    for (String name : files.list(folder.incoming()).keySet()) {
      files.delete(folder.incoming().resolve(name));
    }
    for (Segment segment : segments.all()) {
      if (segment.log().isReadable()) {
        comparison.begins(segment.log(), ledger.recorded());
        scan(segment);
      } else {
        setAsideWhole(segment);
      }
    }
    Map<String, Long> orphans = compareBodies();
    Optional<Finding> finding = compareWithEvidence(orphans);
    removeOrphans(orphans);
    return new Outcome(Math.max(idFloor, comparison.highestId()), unsound, finding);
  }

  private Optional<Finding> compareWithEvidence(Map<String, Long> orphans) {
    comparison.compareEnd(segments.newest());
    comparison.compareBodies(orphans.keySet(), idFloor);
    List<Integer> segmentsMissing = comparison.compareSegments(segments.all());
    List<SpoolId> ids = comparison.missing(ledger);
    int count = comparison.missing(ids.size(), ledger.recorded(), anyDamage);
    if (comparison.reasons().isEmpty() && count == 0) {
      return Optional.empty();
    }
    anyDamage = true;
    List<String> reasons = new ArrayList<>(comparison.reasons());
    reasons.addAll(damages);
    if (reasons.isEmpty()) {
      reasons.add("their records are not in the spool");
    }
    String list = damaged.list(reasons, ids, count, comparison.isCertain());
    return Optional.of(
        new Finding(new Loss(reasons, ids, count, comparison.isCertain(), list), segmentsMissing));
  }

  private void setAsideWhole(Segment segment) {
    int size = segment.end();
    String name = Position.digits(segment.sequence());
    String kept = damaged.copy(segment, 0, size, name + ".seg");
    note(segment, 0, size, "both headers of segment " + name + " are damaged; it was " + kept);
  }

  private void scan(Segment segment) throws IOException {
    idFloor = Math.max(idFloor, segment.log().start().idCeiling());
    try (LogScan scan = log.scan(segment.log())) {
      while (true) {
        switch (scan.next()) {
          case ScanResult.Valid record -> take(segment, record);
          case ScanResult.Unreadable octets -> damaged(damaged.take(segment, octets));
          case ScanResult.Missing missing ->
              note(segment, missing.from(), missing.to(), missing.what());
          case ScanResult.End none -> {
            return;
          }
        }
      }
    }
  }

  private void take(Segment segment, ScanResult.Valid record) {
    try {
      interpret(segment, record);
    } catch (RuntimeException e) {
      damaged(
          damaged.take(
              segment,
              new ScanResult.Unreadable(record.offset(), record.offset() + record.size())));
    }
  }

  private void note(Segment segment, int from, int to, String what) {
    damaged(damaged.note(segment, from, to, what));
  }

  private void damaged(Committed.Damaged found) {
    anyDamage = true;
    damages.add(found.what());
  }

  private void interpret(Segment segment, ScanResult.Valid record) {
    DescriptionReader from = new DescriptionReader(record.description());
    long position = Position.of(segment.sequence(), record.offset());
    switch (record.type()) {
      case ACCEPTED -> {
        Description.Outline outline = Description.readOutline(from);
        List<MarkGroup> marks = MarkGroup.readAll(from);
        place(segment, record, outline, outline.states());
        int first = outline.told();
        segment.told(position + first + mark(position + first, marks) - 1);
      }
      case RELOCATED -> {
        Description.Outline outline = Description.readOutline(from);
        comparison.relocated(outline.id(), ledger.knows(outline.id()));
        List<RecipientState> states = new ArrayList<>();
        for (int i = 0; i < outline.states().size(); i++) {
          states.add(from.state());
        }
        place(segment, record, outline, states);
      }
      case MARKED -> segment.told(position + mark(position, MarkGroup.readAll(from)) - 1);
      case SET_ASIDE -> {
        long id = from.int64();
        boolean known = ledger.knows(id);
        ledger.find(id).ifPresent(this::forget);
        comparison.setAside(id, known);
        segment.told(position);
      }
      case IDS -> {
        idFloor = Math.max(idFloor, from.int64());
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
    idFloor = Math.max(idFloor, outline.id());
    ledger.find(outline.id()).ifPresent(this::forget);
    Entry entry =
        new Entry(
            outline,
            states,
            ledger.domains(),
            segment,
            record.offset(),
            record.size());
    ledger.add(entry);
    if (!record.sound()) {
      unsound.add(new Unsound(entry, "its record does not match its checksum"));
    }
    if (outline.inFile()) {
      bodySizes.put(outline.id(), outline.bodySize());
    }
  }

  private void forget(Entry entry) {
    if (ledger.setAside(entry)) {
      ledger.remove(entry);
    }
  }

  private int mark(long position, List<MarkGroup> groups) {
    int marks = 0;
    for (MarkGroup group : groups) {
      for (Mark mark : group.marks()) {
        boolean known = ledger.knows(mark.id().value());
        Optional<Ledger.Change> change = ledger.apply(mark);
        change.ifPresent(ledger::settle);
        if (mark.state() instanceof RecipientState.Finished && (change.isPresent() || !known)) {
          comparison.finishes(position + marks, mark.id().value(), known);
        }
        marks++;
      }
    }
    return marks;
  }

  /** Body files and messages must belong together; answers the files that belong to none. */
  private Map<String, Long> compareBodies() throws IOException {
    ledger.obsoleteFiles().clear();
    Map<String, Long> found = new HashMap<>(files.list(folder.contents()));
    for (Map.Entry<Long, Long> body : bodySizes.entrySet()) {
      Optional<Entry> entry = ledger.find(body.getKey());
      if (entry.isPresent()) {
        Long size = found.remove(new SpoolId(body.getKey()).toString());
        if (size == null || !size.equals(body.getValue())) {
          unsound.add(new Unsound(entry.get(), "its body file is missing or has the wrong size"));
        }
      }
    }
    return found;
  }

  private void removeOrphans(Map<String, Long> orphans) throws IOException {
    for (String name : orphans.keySet()) {
      Path orphan = folder.contents().resolve(name);
      if (anyDamage) {
        // It may belong to a message whose record is damaged or missing.
        damaged.move(orphan, name + ".body");
      } else {
        files.delete(orphan);
      }
    }
  }
}
