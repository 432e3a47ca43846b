package io.postern.gateway.spool;

import io.postern.gateway.spool.log.EncodedRecord;
import io.postern.gateway.spool.log.RecordType;
import io.postern.gateway.spool.log.StoredRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/** Moves the messages that hold an old segment to the log's end, with their states as of now. */
final class Relocation {

  /** Octets under way at once, so that clients wait little longer for their own records. */
  private static final int PORTION = 1 << 20;

  private final Intake intake;
  private final MessageIndex index;
  private final Messages messages;

  Relocation(Intake intake, MessageIndex index, Messages messages) {
    this.intake = intake;
    this.index = index;
    this.messages = messages;
  }

  /** Returns when nothing lives in the segment any more, or the disk fails. */
  void empty(Segment segment) throws IOException {
    List<PendingRecord> underWay = new ArrayList<>();
    int octets = 0;
    for (Entry entry : inside(segment)) {
      Optional<PendingRecord> pending = relocate(entry, segment);
      if (pending.isPresent()) {
        underWay.add(pending.get());
        octets += pending.get().encoded().size();
      }
      if (octets >= PORTION) {
        await(underWay);
        octets = 0;
      }
    }
    await(underWay);
  }

  private List<Entry> inside(Segment segment) {
    intake.lock();
    try {
      return index.in(segment);
    } finally {
      intake.unlock();
    }
  }

  private Optional<PendingRecord> relocate(Entry entry, Segment from) throws IOException {
    Optional<Messages.Placement> seen =
        messages.find(entry.id()).filter(sight -> sight.segment() == from);
    if (seen.isEmpty()) {
      return Optional.empty();
    }
    Optional<StoredRecord> record;
    try {
      record = messages.record(seen.get());
    } catch (IOException e) {
      if (messages.find(entry.id()).isEmpty()) {
        // It was damaged and is set aside; the others are still to be moved.
        return Optional.empty();
      }
      throw e;
    }
    return record.flatMap(read -> handIn(seen.get(), read));
  }

  /** Under the lock, so that no mark can come between the states written and those that count. */
  private Optional<PendingRecord> handIn(Messages.Placement seen, StoredRecord record) {
    byte[] octets = record.octets().array();
    int start = record.octets().arrayOffset();
    int length = record.octets().limit();
    byte[] described = described(record);
    intake.lock();
    try {
      Entry entry = seen.entry();
      if (!entry.isUnfinished() || !entry.isAt(seen.segment(), seen.offset())) {
        return Optional.empty();
      }
      DescriptionWriter description = new DescriptionWriter();
      description.octets(described);
      for (RecipientState state : entry.states()) {
        description.state(state);
      }
      PendingRecord pending =
          new PendingRecord.Relocation(
              new EncodedRecord(
                  RecordType.RELOCATED,
                  description.octets(),
                  description.length(),
                  new byte[0],
                  octets,
                  start,
                  length),
              entry);
      intake.add(pending);
      return Optional.of(pending);
    } finally {
      intake.unlock();
    }
  }

  /** The message's description without what stood behind it in its record. */
  private static byte[] described(StoredRecord record) {
    DescriptionReader from = new DescriptionReader(record.description().duplicate());
    return from.octets();
  }

  private static void await(List<PendingRecord> underWay) throws IOException {
    for (PendingRecord pending : underWay) {
      try {
        pending.done().join();
      } catch (CompletionException e) {
        throw new IOException("a message could not be relocated", e.getCause());
      }
    }
    underWay.clear();
  }
}
