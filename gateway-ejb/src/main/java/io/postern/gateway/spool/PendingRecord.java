package io.postern.gateway.spool;

import io.postern.gateway.spool.log.EncodedRecord;
import io.postern.gateway.spool.log.Position;
import io.postern.gateway.spool.log.RecordType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A record on its way to the disk, with what follows from its arriving there or not. */
abstract sealed class PendingRecord {

  private final EncodedRecord encoded;
  private final CompletableFuture<Void> done = new CompletableFuture<>();

  private PendingRecord(EncodedRecord encoded) {
    this.encoded = encoded;
  }

  EncodedRecord encoded() {
    return encoded;
  }

  CompletableFuture<Void> done() {
    return done;
  }

  /** Whether it waits for the disk to work again instead of failing. */
  boolean isKept() {
    return false;
  }

  /** It is on disk. The caller holds the intake's lock. */
  abstract void committed(Segment segment, int offset, MessageIndex index, List<Committed> events);

  /** It is not and will not be. The caller holds the intake's lock. */
  void refused(MessageIndex index) {}

  /** A message, perhaps with marks of others. */
  static final class Acceptance extends PendingRecord {
    private final Description description;
    private final Description.Outline outline;
    private final List<MarkGroup> groups;
    private final List<MessageIndex.Change> changes;

    Acceptance(
        EncodedRecord encoded,
        Description description,
        List<MarkGroup> groups,
        List<MessageIndex.Change> changes) {
      super(encoded);
      this.description = description;
      this.outline = description.outline();
      this.groups = groups;
      this.changes = changes;
    }

    @Override
    void committed(Segment segment, int offset, MessageIndex index, List<Committed> events) {
      Entry entry =
          new Entry(outline, outline.states(), index.domains(), segment, offset, encoded().size());
      index.add(entry);
      index.describe(entry, description);
      long position = Position.of(segment.sequence(), offset);
      long next = description.addEvents(position, events);
      Marks.settle(groups, changes, next, index, events);
    }

    @Override
    void refused(MessageIndex index) {
      for (MessageIndex.Change change : changes.reversed()) {
        index.undo(change);
      }
    }
  }

  /** Marks alone. */
  static final class Marks extends PendingRecord {
    private final List<MarkGroup> groups;
    private final List<MessageIndex.Change> changes;

    Marks(EncodedRecord encoded, List<MarkGroup> groups, List<MessageIndex.Change> changes) {
      super(encoded);
      this.groups = groups;
      this.changes = changes;
    }

    @Override
    boolean isKept() {
      return true;
    }

    @Override
    void committed(Segment segment, int offset, MessageIndex index, List<Committed> events) {
      settle(groups, changes, Position.of(segment.sequence(), offset), index, events);
    }

    static void settle(
        List<MarkGroup> groups,
        List<MessageIndex.Change> changes,
        long position,
        MessageIndex index,
        List<Committed> events) {
      long at = position;
      for (MarkGroup group : groups) {
        at = group.addEvents(at, events);
      }
      changes.forEach(index::settle);
    }
  }

  /** A message that moves to the log's end. */
  static final class Relocation extends PendingRecord {
    private final Entry entry;

    Relocation(EncodedRecord encoded, Entry entry) {
      super(encoded);
      this.entry = entry;
    }

    @Override
    void committed(Segment segment, int offset, MessageIndex index, List<Committed> events) {
      index.move(entry, segment, offset, encoded().size());
    }
  }

  /** A message that could not be read. */
  static final class SettingAside extends PendingRecord {
    private final Entry entry;
    private final String what;
    private final Instant at;

    SettingAside(Entry entry, String what, Instant at) {
      super(described(entry.id(), what, at).record(RecordType.SET_ASIDE));
      this.entry = entry;
      this.what = what;
      this.at = at;
    }

    private static DescriptionWriter described(long id, String what, Instant at) {
      DescriptionWriter description = new DescriptionWriter();
      description.int64(id);
      description.text(what);
      description.instant(at);
      return description;
    }

    @Override
    boolean isKept() {
      return true;
    }

    @Override
    void committed(Segment segment, int offset, MessageIndex index, List<Committed> events) {
      events.add(
          new Committed.Damaged(
              Position.of(segment.sequence(), offset),
              Optional.of(new SpoolId(entry.id())),
              what,
              at));
      index.remove(entry);
    }
  }

  /** What the log says of itself: a ceiling of ids, and which segments are not there. */
  static final class Promise extends PendingRecord {

    private Promise(long ceiling, int oldest, int missing) {
      super(described(ceiling, oldest, missing).record(RecordType.IDS));
    }

    static Promise ceiling(long ceiling) {
      return new Promise(ceiling, 0, 0);
    }

    /** All segments before this one are cut. */
    static Promise oldest(int sequence) {
      return new Promise(0, sequence, 0);
    }

    /** The segment is missing, and that was reported. */
    static Promise missing(int sequence) {
      return new Promise(0, 0, sequence);
    }

    /** An earlier version writes and reads the ceiling alone. */
    private static DescriptionWriter described(long ceiling, int oldest, int missing) {
      DescriptionWriter description = new DescriptionWriter();
      description.int64(ceiling);
      description.int32(oldest);
      description.int32(missing);
      return description;
    }

    @Override
    void committed(Segment segment, int offset, MessageIndex index, List<Committed> events) {
      // Nothing in memory depends on it; who waits for it sees the future.
    }
  }
}
