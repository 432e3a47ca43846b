package io.postern.gateway.spool;

import io.postern.gateway.spool.log.SegmentGone;
import io.postern.gateway.spool.log.StoredRecord;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads messages back, and sets aside those that cannot be. Thread-safe. */
final class Messages {

  private static final System.Logger LOG = System.getLogger("io.postern.gateway.spool");

  /** Octets that hold most descriptions. */
  private static final int BEGINNING = 1024;

  /**
   * Where a message is and how it stands, at one instant.
   *
   * @param description when it is in memory
   */
  record Placement(
      Entry entry,
      Segment segment,
      int offset,
      int length,
      List<RecipientState> states,
      Optional<Description> description) {}

  private final SpoolFolder folder;
  private final Intake intake;
  private final MessageIndex index;
  private final Bodies bodies;
  private final DamagedFolder damaged;
  private final Clock clock;

  Messages(
      SpoolFolder folder,
      Intake intake,
      MessageIndex index,
      Bodies bodies,
      DamagedFolder damaged,
      Clock clock) {
    this.folder = folder;
    this.intake = intake;
    this.index = index;
    this.bodies = bodies;
    this.damaged = damaged;
    this.clock = clock;
  }

  Optional<Placement> find(long id) {
    intake.lock();
    try {
      return index
          .find(id)
          .map(
              entry ->
                  new Placement(
                      entry,
                      entry.segment(),
                      entry.offset(),
                      entry.length(),
                      entry.states(),
                      entry.description()));
    } finally {
      intake.unlock();
    }
  }

  Optional<SpooledMessage> read(long id) throws IOException {
    for (Optional<Placement> seen = find(id); seen.isPresent(); seen = find(id)) {
      Optional<StoredRecord> record = record(seen.get());
      if (record.isPresent()) {
        Description description = description(seen.get(), record.get());
        Optional<Content> content = content(seen.get(), description, record.get());
        if (content.isPresent()) {
          return Optional.of(
              new SpooledMessage(
                  description.id(),
                  description.envelope(),
                  seen.get().states(),
                  content.get(),
                  description.facts(),
                  description.receivedAt(),
                  description.attributes()));
        }
      }
    }
    return Optional.empty();
  }

  /** Envelope and facts, from memory when they are there; they are kept there then. */
  Optional<Description> describe(long id) throws IOException {
    Optional<Description> description = envelope(id);
    if (description.isPresent()) {
      intake.lock();
      try {
        index.find(id).ifPresent(entry -> index.describe(entry, description.get()));
      } finally {
        intake.unlock();
      }
    }
    return description;
  }

  /** Envelope and facts, read for once and without head and body. */
  Optional<Description> envelope(long id) throws IOException {
    for (Optional<Placement> seen = find(id); seen.isPresent(); seen = find(id)) {
      if (seen.get().description().isPresent()) {
        return seen.get().description();
      }
      Optional<Description> description = beginning(seen.get());
      if (description.isPresent()) {
        return description;
      }
      Optional<StoredRecord> record = record(seen.get());
      if (record.isPresent()) {
        return Optional.of(described(seen.get(), record.get()));
      }
    }
    return Optional.empty();
  }

  /** The message without its content. */
  Optional<QueuedMessage> look(long id) throws IOException {
    Optional<Description> description = envelope(id);
    Optional<Placement> seen = find(id);
    if (description.isEmpty() || seen.isEmpty()) {
      return Optional.empty();
    }
    Description message = description.get();
    return Optional.of(
        new QueuedMessage(
            message.id(),
            message.envelope(),
            seen.get().states(),
            message.facts(),
            message.receivedAt(),
            message.quarantine(),
            message.attributes(),
            message.headSize() + message.bodySize()));
  }

  private Optional<Description> beginning(Placement seen) throws IOException {
    Optional<ByteBuffer> description;
    try {
      description =
          seen.segment().log().describe(seen.offset(), Math.min(seen.length(), BEGINNING));
    } catch (SegmentGone e) {
      if (isStill(seen)) {
        throw e;
      }
      return Optional.empty();
    }
    try {
      return description.map(octets -> Description.read(new DescriptionReader(octets)));
    } catch (RuntimeException e) {
      return Optional.empty(); // who reads the whole record sets it aside
    }
  }

  /**
   * The record, checked; empty when the message is no longer there, so that it is to be looked for
   * again.
   *
   * @throws IOException when it cannot be read; when it is damaged it is set aside before
   */
  Optional<StoredRecord> record(Placement seen) throws IOException {
    Optional<StoredRecord> record;
    try {
      record = seen.segment().log().read(seen.offset(), seen.length());
    } catch (SegmentGone e) {
      if (isStill(seen)) {
        throw e;
      }
      return Optional.empty();
    }
    if (record.isEmpty() && isStill(seen)) {
      throw setAside(seen.entry(), "its record does not match its checksum");
    }
    return record;
  }

  /** A segment may be recycled while it is read; then what was read says nothing. */
  private boolean isStill(Placement seen) {
    intake.lock();
    try {
      return seen.entry().isUnfinished() && seen.entry().isAt(seen.segment(), seen.offset());
    } finally {
      intake.unlock();
    }
  }

  private Description described(Placement seen, StoredRecord record) throws IOException {
    try {
      return Description.read(new DescriptionReader(record.description().duplicate()));
    } catch (RuntimeException e) {
      throw setAside(seen.entry(), "its description cannot be read (" + e.getMessage() + ")");
    }
  }

  private Description description(Placement seen, StoredRecord record) throws IOException {
    if (seen.description().isPresent()) {
      return seen.description().get();
    }
    Description description = described(seen, record);
    intake.lock();
    try {
      index.describe(seen.entry(), description);
    } finally {
      intake.unlock();
    }
    return description;
  }

  private Optional<Content> content(Placement seen, Description description, StoredRecord record)
      throws IOException {
    byte[] octets = record.octets().array();
    int start = record.octets().arrayOffset();
    int bodyStart = start + description.headSize();
    byte[] head = Arrays.copyOfRange(octets, start, bodyStart);
    if (description.file().isEmpty()) {
      Body body = new Body.InMemory(octets, bodyStart, (int) description.bodySize());
      return Optional.of(new HeldContent(head, body));
    }
    return body(seen, description, description.file().get())
        .map(body -> new HeldContent(head, body));
  }

  /** Read to its end first: nothing of a damaged message may go out. */
  private Optional<Body> body(Placement seen, Description description, Description.FileSum sum)
      throws IOException {
    FileBody body;
    try {
      body = bodies.open(seen.entry().id(), description.bodySize(), sum.crc());
    } catch (NoSuchFileException e) {
      if (isStill(seen)) {
        throw setAside(seen.entry(), "its body file is missing");
      }
      return Optional.empty();
    }
    boolean sound = false;
    try {
      if (!body.isWhole()) {
        throw setAside(seen.entry(), "its body file does not match its checksum");
      }
      sound = true;
      return Optional.of(body);
    } finally {
      if (!sound) {
        body.release();
      }
    }
  }

  /** Takes an unreadable message out of the spool; answers what to raise. */
  IOException setAside(Entry entry, String why) {
    SpoolId id = new SpoolId(entry.id());
    PendingRecord.SettingAside pending;
    Segment segment;
    int offset;
    int length;
    intake.lock();
    try {
      if (!index.setAside(entry)) {
        return new IOException("spool: message " + id + " was set aside");
      }
      segment = entry.segment();
      offset = entry.offset();
      length = entry.length();
      pending =
          new PendingRecord.SettingAside(
              entry,
              "message %s: %s; set aside in damaged/, the others are unaffected".formatted(id, why),
              clock.instant());
    } finally {
      intake.unlock();
    }
    LOG.log(Level.ERROR, "spool: message {0}: {1}; set aside in damaged/", id, why);
    damaged.copy(segment, offset, offset + length, id + ".octets");
    if (entry.inFile()) {
      damaged.move(folder.content(entry.id()), id + ".body");
    }
    intake.handIn(pending);
    return new IOException("spool: message " + id + ": " + why + "; set aside");
  }
}
