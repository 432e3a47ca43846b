package io.postern.gateway.spool;

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
   * @param last the newest segment
   * @param unsound messages that are to be set aside
   */
  record Outcome(long idFloor, Optional<Segment> last, List<Unsound> unsound) {}

  record Unsound(Entry entry, String why) {}

  private final SpoolFiles files;
  private final SpoolFolder folder;
  private final Segments segments;
  private final Ledger ledger;
  private final DamagedFolder damaged;
  private final Map<Long, Long> bodySizes = new HashMap<>();
  private final List<Unsound> unsound = new ArrayList<>();
  private boolean anyDamage;
  private long idFloor = 1;

  Recovery(
      SpoolFiles files,
      SpoolFolder folder,
      Segments segments,
      Ledger ledger,
      DamagedFolder damaged) {
    this.files = files;
    this.folder = folder;
    this.segments = segments;
    this.ledger = ledger;
    this.damaged = damaged;
  }

  Outcome run() throws IOException {
    for (String name : files.list(folder.incoming()).keySet()) {
      files.delete(folder.incoming().resolve(name));
    }
    SegmentFolder.Contents found = new SegmentFolder(files, folder, segments).read();
    List<Segment> log = new ArrayList<>(segments.all());
    for (int i = 0; i < log.size(); i++) {
      Segment segment = log.get(i);
      if (found.unreadable().contains(segment.sequence())) {
        setAsideWhole(segment);
      } else {
        noteMissing(i > 0, segment);
        long size = found.sizes().getOrDefault(segment.sequence(), 0L);
        scan(segment, SegmentEnd.of(segment, log, found.unreadable()), size);
      }
    }
    compareBodies();
    return new Outcome(
        idFloor, log.isEmpty() ? Optional.empty() : Optional.of(log.getLast()), unsound);
  }

  private void setAsideWhole(Segment segment) throws IOException {
    anyDamage = true;
    int size = segment.header().size();
    segment.end(size);
    try (SpoolFile file = files.openToRead(segment.path())) {
      String name = SpoolFolder.digits(segment.sequence());
      String kept = damaged.copy(file, 0, size, name + ".seg");
      damaged.note(
          segment, 0, size, "both headers of segment " + name + " are damaged; it was " + kept);
    }
  }

  private void noteMissing(boolean hasOlder, Segment segment) {
    int previous = segment.header().previous();
    if (hasOlder
        && segments.from(previous).filter(found -> found.sequence() == previous).isEmpty()) {
      anyDamage = true;
      damaged.note(
          segment,
          0,
          Segment.FIRST_RECORD,
          "segment " + SpoolFolder.digits(previous) + " is missing; what was in it is lost");
    }
  }

  private void scan(Segment segment, SegmentEnd end, long fileSize) throws IOException {
    idFloor = Math.max(idFloor, segment.header().idCeiling());
    try (SpoolFile file = files.openToRead(segment.path())) {
      SegmentScan scan = end.scan(segment, file);
      while (true) {
        switch (scan.next()) {
          case Found.Valid record -> take(segment, file, record);
          case Found.Unreadable octets -> {
            anyDamage = true;
            damaged.take(segment, file, octets);
          }
          case Found.End none -> {
            segment.end(none.at());
            if (end.isOpen() && fileSize < segment.header().size()) {
              noteCutShort(segment, fileSize);
            }
            return;
          }
        }
      }
    }
  }

  private void noteCutShort(Segment segment, long fileSize) {
    anyDamage = true;
    int at = segment.end();
    segment.end(at + RecordHeader.ALIGNMENT);
    damaged.note(
        segment,
        at,
        segment.end(),
        "segment %s has %d octets instead of %d; what was behind octet %d is lost"
            .formatted(
                SpoolFolder.digits(segment.sequence()), fileSize, segment.header().size(), at));
  }

  private void take(Segment segment, SpoolFile file, Found.Valid record) {
    try {
      interpret(segment, record);
    } catch (RuntimeException e) {
      anyDamage = true;
      damaged.take(
          segment,
          file,
          new Found.Unreadable(record.offset(), record.offset() + record.header().recordSize()));
    }
  }

  private void interpret(Segment segment, Found.Valid record) {
    DescriptionReader from = new DescriptionReader(record.description());
    long position = Position.of(segment.sequence(), record.offset());
    switch (record.header().type()) {
      case ACCEPTED -> {
        Description.Outline outline = Description.readOutline(from);
        List<MarkGroup> marks = MarkGroup.readAll(from);
        place(segment, record, outline, outline.states());
        segment.told(position + outline.told() + mark(marks) - 1);
      }
      case RELOCATED -> {
        Description.Outline outline = Description.readOutline(from);
        List<RecipientState> states = new ArrayList<>();
        for (int i = 0; i < outline.states().size(); i++) {
          states.add(from.state());
        }
        place(segment, record, outline, states);
      }
      case MARKED -> segment.told(position + mark(MarkGroup.readAll(from)) - 1);
      case SET_ASIDE -> {
        ledger.find(from.int64()).ifPresent(this::forget);
        segment.told(position);
      }
      case IDS -> idFloor = Math.max(idFloor, from.int64());
      case SYNCED -> {
        // The scan has used it.
      }
    }
  }

  private void place(
      Segment segment,
      Found.Valid record,
      Description.Outline outline,
      List<RecipientState> states) {
    idFloor = Math.max(idFloor, outline.id());
    ledger.find(outline.id()).ifPresent(this::forget);
    Entry entry =
        new Entry(
            outline.id(),
            outline.inFile(),
            states,
            segment,
            record.offset(),
            record.header().recordSize());
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

  private int mark(List<MarkGroup> groups) {
    int marks = 0;
    for (MarkGroup group : groups) {
      for (MarkGroup.Entry entry : group.entries()) {
        ledger.apply(entry.mark()).ifPresent(ledger::settle);
        marks++;
      }
    }
    return marks;
  }

  /** Body files and messages must belong together. */
  private void compareBodies() throws IOException {
    ledger.obsoleteFiles().clear();
    Map<String, Long> found = files.list(folder.contents());
    for (Map.Entry<Long, Long> body : bodySizes.entrySet()) {
      Optional<Entry> entry = ledger.find(body.getKey());
      if (entry.isPresent()) {
        Long size = found.remove(new SpoolId(body.getKey()).toString());
        if (size == null || !size.equals(body.getValue())) {
          unsound.add(new Unsound(entry.get(), "its body file is missing or has the wrong size"));
        }
      }
    }
    for (String name : found.keySet()) {
      Path orphan = folder.contents().resolve(name);
      if (anyDamage) {
        // It may belong to a message whose record is damaged.
        damaged.move(orphan, name + ".body");
      } else {
        files.delete(orphan);
      }
    }
  }
}
