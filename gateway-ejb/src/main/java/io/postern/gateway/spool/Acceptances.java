package io.postern.gateway.spool;

import io.postern.gateway.spool.log.EncodedRecord;
import io.postern.gateway.spool.log.RecordType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Hands in messages and marks. Thread-safe. */
final class Acceptances {

  private static final byte[] NOTHING = {};

  private final Intake intake;
  private final MessageIndex index;
  private final Marking marking;
  private final Bodies bodies;
  private final SpoolDisk disk;
  private final int room;

  Acceptances(
      Intake intake, MessageIndex index, Marking marking, Bodies bodies, SpoolDisk disk, int room) {
    this.intake = intake;
    this.index = index;
    this.marking = marking;
    this.bodies = bodies;
    this.disk = disk;
    this.room = room;
  }

  void accept(Arrival arrival, Collection<Mark> marks) {
    Optional<Description.FileSum> file = place(arrival);
    boolean accepted = false;
    try {
      List<MarkGroup> groups = marking.groups(marks);
      Description description = Description.of(arrival, file);
      SpoolUnavailable.await(
          handIn(description, encoded(arrival.content(), description, groups), groups));
      accepted = true;
    } finally {
      if (!accepted && file.isPresent()) {
        bodies.remove(arrival.id().value());
      }
    }
  }

  /** Brings a body that is not to stand in the record to its file; empty when it is to. */
  private Optional<Description.FileSum> place(Arrival arrival) {
    long id = arrival.id().value();
    try {
      if (arrival.content() instanceof HeldContent held) {
        if (held.body() instanceof FileBody body) {
          bodies.place(id, body);
          return Optional.of(new Description.FileSum(body.crc()));
        }
        if (held.size() <= room / 2) {
          return Optional.empty();
        }
      }
      return Optional.of(new Description.FileSum(bodies.place(id, arrival.content())));
    } catch (IOException e) {
      throw disk.unavailable("write the body of message " + arrival.id(), e);
    }
  }

  private static EncodedRecord encoded(
      Content content, Description description, List<MarkGroup> groups) {
    DescriptionWriter writer = new DescriptionWriter();
    description.write(writer);
    MarkGroup.writeAll(groups, writer);
    if (description.file().isEmpty()
        && content instanceof HeldContent held
        && held.body() instanceof Body.InMemory body) {
      return new EncodedRecord(
          RecordType.ACCEPTED,
          writer.octets(),
          writer.length(),
          content.head(),
          body.octets(),
          body.offset(),
          body.length());
    }
    return new EncodedRecord(
        RecordType.ACCEPTED, writer.octets(), writer.length(), content.head(), NOTHING, 0, 0);
  }

  private CompletableFuture<Void> handIn(
      Description description, EncodedRecord encoded, List<MarkGroup> groups) {
    intake.lock();
    try {
      intake.requireOpen();
      if (index.knows(description.id().value())) {
        throw new IllegalArgumentException("message " + description.id() + " was accepted already");
      }
      PendingRecord pending =
          new PendingRecord.Acceptance(encoded, description, groups, apply(groups));
      intake.add(pending);
      return pending.done();
    } finally {
      intake.unlock();
    }
  }

  CompletableFuture<Void> mark(Collection<Mark> marks) {
    List<MarkGroup> groups = marking.groups(marks);
    if (groups.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    List<CompletableFuture<Void>> parts = new ArrayList<>();
    int from = 0;
    while (from < groups.size()) {
      int to = from;
      int size = 0;
      while (to < groups.size() && (to == from || size + groups.get(to).roughSize() < room / 2)) {
        size += groups.get(to++).roughSize();
      }
      parts.add(handIn(groups.subList(from, to)));
      from = to;
    }
    return parts.size() == 1
        ? parts.getFirst()
        : CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new));
  }

  private CompletableFuture<Void> handIn(List<MarkGroup> groups) {
    DescriptionWriter writer = new DescriptionWriter();
    MarkGroup.writeAll(groups, writer);
    EncodedRecord encoded = writer.record(RecordType.MARKED);
    if (encoded.size() > room) {
      throw new IllegalArgumentException(
          "a mark of %d octets does not fit a segment of %d".formatted(encoded.size(), room));
    }
    intake.lock();
    try {
      intake.requireOpen();
      PendingRecord pending = new PendingRecord.Marks(encoded, groups, apply(groups));
      intake.add(pending);
      return pending.done();
    } finally {
      intake.unlock();
    }
  }

  /** The caller holds the lock: the index sees the marks in the order of the log. */
  private List<MessageIndex.Change> apply(List<MarkGroup> groups) {
    List<MessageIndex.Change> changes = new ArrayList<>();
    for (MarkGroup group : groups) {
      for (Mark mark : group.marks()) {
        index.apply(mark).ifPresent(changes::add);
      }
    }
    return changes;
  }
}
