package io.postern.gateway.spool;

import io.postern.mail.Mailbox;
import io.postern.mail.ReversePath;
import java.time.Instant;
import java.util.ArrayList;
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
    Optional<Hold> hold,
    int headSize,
    long bodySize,
    Optional<FileSum> file) {

  /** The CRC32C of a body file's octets. */
  record FileSum(int crc) {}

  /** What recovery needs of a message, read without its texts. */
  record Outline(long id, List<RecipientState> states, boolean inFile, long bodySize) {

    /** How many positions {@link #tell} takes. */
    int told() {
      int told = 1;
      for (RecipientState state : states) {
        if (!(state instanceof RecipientState.Waiting)) {
          told++;
        }
      }
      return told;
    }
  }

  private static final int QUARANTINE = 1;
  private static final int FILE = 2;
  private static final int HOLD = 4;
  private static final RecipientState HELD = new RecipientState.Held(0);

  static Description of(Arrival arrival, Optional<FileSum> file) {
    return new Description(
        arrival.id(),
        arrival.reversePath(),
        arrival.recipients(),
        arrival.facts(),
        arrival.receivedAt(),
        arrival.quarantined(),
        arrival.hold(),
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

  /** The state of each recipient at the acceptance. */
  List<RecipientState> firstStates() {
    return firstStates(recipients.size(), receivedAt, quarantined.isPresent(), hold);
  }

  private static List<RecipientState> firstStates(
      int recipients, Instant receivedAt, boolean quarantined, Optional<Hold> hold) {
    RecipientState first =
        quarantined ? new RecipientState.Quarantined() : new RecipientState.Waiting(0, receivedAt);
    if (hold.isEmpty()) {
      return Collections.nCopies(recipients, first);
    }
    List<Integer> held = hold.get().recipients();
    if (held.size() == recipients) {
      return Collections.nCopies(recipients, HELD);
    }
    List<RecipientState> states = new ArrayList<>(Collections.nCopies(recipients, first));
    held.forEach(recipient -> states.set(recipient, HELD));
    return states;
  }

  /**
   * Adds what the audit journal is told: the acceptance, and of each recipient that it is
   * quarantined or held, if so.
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
    Optional<String> reason = quarantined.or(() -> hold.map(Hold::reason));
    if (reason.isEmpty()) {
      return position + 1;
    }
    Map<String, String> why = Map.of("reason", reason.get());
    List<RecipientState> states = firstStates();
    long next = position + 1;
    for (int i = 0; i < recipients.size(); i++) {
      if (!(states.get(i) instanceof RecipientState.Waiting)) {
        Mark mark = new Mark(id, i, states.get(i), receivedAt, why);
        events.add(
            new Committed.Marked(next++, mark, reversePath, recipients.get(i), facts, receivedAt));
      }
    }
    return next;
  }

  /** Begins with its own length, so that what follows it can be found without reading it. */
  void write(DescriptionWriter to) {
    int start = to.length();
    to.int32(0);
    to.int64(id.value());
    to.instant(receivedAt);
    to.int32(recipients.size());
    to.octet(
        (quarantined.isPresent() ? QUARANTINE : 0)
            | (file.isPresent() ? FILE : 0)
            | (hold.isPresent() ? HOLD : 0));
    to.int32(headSize);
    to.int64(bodySize);
    to.int32(file.map(FileSum::crc).orElse(0));
    to.reversePath(reversePath);
    recipients.forEach(to::mailbox);
    to.text(quarantined.orElse(""));
    to.facts(facts);
    hold.ifPresent(held -> writeHold(held, to));
    to.setInt32(start, to.length() - start - Integer.BYTES);
  }

  private static void writeHold(Hold hold, DescriptionWriter to) {
    to.text(hold.reason());
    to.int32(hold.recipients().size());
    hold.recipients().forEach(to::int32);
  }

  private static Hold readHold(DescriptionReader from) {
    String reason = from.text();
    int count = from.int32();
    List<Integer> recipients = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      recipients.add(from.int32());
    }
    return new Hold(recipients, reason);
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
    Map<String, String> facts = Map.copyOf(from.facts());
    return new Description(
        id,
        reversePath,
        mailboxes,
        facts,
        receivedAt,
        (flags & QUARANTINE) != 0 ? Optional.of(reason) : Optional.empty(),
        (flags & HOLD) != 0 ? Optional.of(readHold(from)) : Optional.empty(),
        headSize,
        bodySize,
        (flags & FILE) != 0 ? Optional.of(new FileSum(fileCrc)) : Optional.empty());
  }

  /** Reads the outline and leaves the reader behind the description. */
  static Outline readOutline(DescriptionReader from) {
    DescriptionReader whole = from.duplicate();
    int length = from.int32();
    long id = from.int64();
    Instant receivedAt = from.instant();
    int recipients = from.int32();
    int flags = from.octet();
    from.int32();
    long bodySize = from.int64();
    from.skip(length - (Long.BYTES * 3 + Integer.BYTES * 3 + 1));
    // Who is held stands behind the texts.
    List<RecipientState> states =
        (flags & HOLD) != 0
            ? read(whole).firstStates()
            : firstStates(recipients, receivedAt, (flags & QUARANTINE) != 0, Optional.empty());
    return new Outline(id, states, (flags & FILE) != 0, bodySize);
  }
}
