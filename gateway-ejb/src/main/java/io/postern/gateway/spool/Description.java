package io.postern.gateway.spool;

import io.postern.mail.Mailbox;
import io.postern.mail.ReversePath;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a message's record says of it beside the content.
 *
 * @param headSize octets of the head
 * @param bodySize octets of the body, wherever it is
 * @param file present when the body is in a file of its own
 */
record Description(
    SpoolId id,
    ReversePath reversePath,
    List<Mailbox> recipients,
    Map<String, String> facts,
    Instant receivedAt,
    Optional<String> quarantined,
    int headSize,
    long bodySize,
    Optional<FileSum> file) {

  /** The CRC32C of a body file's octets. */
  record FileSum(int crc) {}

  /** What recovery needs of a message, read without its texts. */
  record Outline(long id, List<RecipientState> states, boolean inFile, long bodySize) {

    /** How many positions {@link #tell} takes. */
    int told() {
      return states.getFirst() instanceof RecipientState.Quarantined ? 1 + states.size() : 1;
    }
  }

  private static final int QUARANTINE = 1;
  private static final int FILE = 2;

  static Description of(Arrival arrival, Optional<FileSum> file) {
    return new Description(
        arrival.id(),
        arrival.reversePath(),
        arrival.recipients(),
        arrival.facts(),
        arrival.receivedAt(),
        arrival.quarantined(),
        arrival.content().head().length,
        arrival.content().bodySize(),
        file);
  }

  /** About how much memory it takes. */
  long characters() {
    long characters = 0;
    for (Mailbox recipient : recipients) {
      characters += recipient.localPart().length() + recipient.domain().length();
    }
    for (Map.Entry<String, String> fact : facts.entrySet()) {
      characters += fact.getKey().length() + fact.getValue().length();
    }
    return characters;
  }

  RecipientState firstState() {
    return quarantined.isPresent()
        ? new RecipientState.Quarantined()
        : new RecipientState.Waiting(0, receivedAt);
  }

  /**
   * Adds what the audit journal is told: the acceptance, and of each recipient that it is
   * quarantined, if so.
   *
   * @return the position behind
   */
  long tell(long position, List<Committed> events) {
    events.add(
        new Committed.Accepted(
            position,
            id,
            reversePath,
            recipients,
            headSize + bodySize,
            facts,
            receivedAt,
            quarantined));
    if (quarantined.isEmpty()) {
      return position + 1;
    }
    RecipientState state = firstState();
    for (int i = 0; i < recipients.size(); i++) {
      events.add(
          new Committed.Marked(
              position + 1 + i,
              new Mark(id, i, state, receivedAt, Map.of("reason", quarantined.get())),
              reversePath,
              recipients.get(i),
              facts,
              receivedAt));
    }
    return position + 1 + recipients.size();
  }

  /** Begins with its own length, so that what follows it can be found without reading it. */
  void write(DescriptionWriter to) {
    int start = to.length();
    to.int32(0);
    to.int64(id.value());
    to.instant(receivedAt);
    to.int32(recipients.size());
    to.octet((quarantined.isPresent() ? QUARANTINE : 0) | (file.isPresent() ? FILE : 0));
    to.int32(headSize);
    to.int64(bodySize);
    to.int32(file.map(FileSum::crc).orElse(0));
    to.reversePath(reversePath);
    recipients.forEach(to::mailbox);
    to.text(quarantined.orElse(""));
    to.facts(facts);
    to.setInt32(start, to.length() - start - Integer.BYTES);
  }

  static Description read(DescriptionReader from) {
    from.int32();
    SpoolId id = new SpoolId(from.int64());
    Instant receivedAt = from.instant();
    int recipients = from.int32();
    int flags = from.octet();
    int headSize = from.int32();
    long bodySize = from.int64();
    int fileCrc = from.int32();
    ReversePath reversePath = from.reversePath();
    List<Mailbox> mailboxes = List.copyOf(from.mailboxes(recipients));
    String reason = from.text();
    return new Description(
        id,
        reversePath,
        mailboxes,
        Map.copyOf(from.facts()),
        receivedAt,
        (flags & QUARANTINE) != 0 ? Optional.of(reason) : Optional.empty(),
        headSize,
        bodySize,
        (flags & FILE) != 0 ? Optional.of(new FileSum(fileCrc)) : Optional.empty());
  }

  /** Reads the outline and leaves the reader behind the description. */
  static Outline readOutline(DescriptionReader from) {
    int length = from.int32();
    long id = from.int64();
    Instant receivedAt = from.instant();
    int recipients = from.int32();
    int flags = from.octet();
    from.int32();
    long bodySize = from.int64();
    from.skip(length - (Long.BYTES * 3 + Integer.BYTES * 3 + 1));
    RecipientState first =
        (flags & QUARANTINE) != 0
            ? new RecipientState.Quarantined()
            : new RecipientState.Waiting(0, receivedAt);
    return new Outline(id, Collections.nCopies(recipients, first), (flags & FILE) != 0, bodySize);
  }
}
