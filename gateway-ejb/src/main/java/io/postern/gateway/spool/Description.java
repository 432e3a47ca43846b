package io.postern.gateway.spool;

import io.postern.mail.Envelope;
import io.postern.mail.MailParameters;
import io.postern.mail.Mailbox;
import io.postern.mail.Recipient;
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
    Envelope envelope,
    Map<String, String> facts,
    Instant receivedAt,
    Optional<Quarantine> quarantine,
    Optional<Hold> hold,
    MessageAttributes attributes,
    int headSize,
    long bodySize,
    Optional<FileSum> file) {

  /** The CRC32C of a body file's octets. */
  record FileSum(int crc) {}

  /**
   * What is remembered of a message; recovery reads no more of it.
   *
   * @param states at the acceptance
   * @param size octets of head and body
   * @param sender the reverse-path's domain in lower case, empty for the null reverse-path
   * @param domains the recipients', in lower case
   */
  record Outline(
      long id,
      List<RecipientState> states,
      boolean inFile,
      long bodySize,
      long size,
      Instant receivedAt,
      String sender,
      List<String> domains) {

    /** How many positions {@link #addEvents} takes. */
    int eventCount() {
      int count = 1;
      for (RecipientState state : states) {
        if (!(state instanceof RecipientState.Waiting)) {
          count++;
        }
      }
      return count;
    }
  }

  private static final int QUARANTINE = 1;
  private static final int FILE = 2;
  private static final int HOLD = 4;

  /** What follows is fields. The first version wrote a fixed order and did not set it. */
  private static final int WITH_FIELDS = 8;

  private static final int REVERSE_PATH = 1;
  private static final int PARAMETERS = 2;
  private static final int RECIPIENT = 3;
  private static final int FACTS = 4;
  private static final int QUARANTINE_FACTS = 5;
  private static final int HOLD_FACTS = 6;
  private static final int ATTRIBUTES = 7;

  private static final RecipientState HELD = new RecipientState.Held(0);

  static Description of(Arrival arrival, Optional<FileSum> file) {
    return new Description(
        arrival.id(),
        arrival.envelope(),
        arrival.facts(),
        arrival.receivedAt(),
        arrival.quarantine(),
        arrival.hold(),
        arrival.attributes(),
        arrival.content().head().length,
        arrival.content().bodySize(),
        file);
  }

  /** About how much memory it takes. */
  long characters() {
    long characters = 0;
    for (Recipient recipient : envelope.recipients()) {
      characters += recipient.mailbox().localPart().length();
      characters += recipient.mailbox().domain().length();
      characters += characters(recipient.parameters());
    }
    return characters
        + characters(envelope.parameters().all())
        + characters(facts)
        + characters(attributes.tls())
        + characters(attributes.notes());
  }

  private static long characters(Map<String, String> texts) {
    long characters = 0;
    for (Map.Entry<String, String> text : texts.entrySet()) {
      characters += text.getKey().length() + text.getValue().length();
    }
    return characters;
  }

  /** The state of each recipient at the acceptance. */
  List<RecipientState> firstStates() {
    return firstStates(envelope.recipients().size(), receivedAt, quarantine.isPresent(), hold);
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
   * Adds the events for the audit journal: the acceptance, and of each recipient that it is
   * quarantined or held, if so.
   *
   * @return the position behind
   */
  long addEvents(long position, List<Committed> events) {
    events.add(
        new Committed.Accepted(
            position,
            id,
            envelope,
            headSize + bodySize,
            MessageFacts.ofAcceptance(facts, attributes.notes()),
            receivedAt,
            quarantine));
    Optional<String> reason = quarantine.map(Quarantine::reason).or(() -> hold.map(Hold::reason));
    if (reason.isEmpty()) {
      return position + 1;
    }
    Map<String, String> why = Map.of("reason", reason.get());
    Map<String, String> repeated = MessageFacts.ofMark(facts, attributes.notes());
    List<RecipientState> states = firstStates();
    long next = position + 1;
    for (int i = 0; i < states.size(); i++) {
      if (!(states.get(i) instanceof RecipientState.Waiting)) {
        Mark mark = new Mark(id, i, states.get(i), receivedAt, why);
        events.add(
            new Committed.Marked(
                next++,
                mark,
                envelope.reversePath(),
                envelope.recipients().get(i),
                repeated,
                receivedAt));
      }
    }
    return next;
  }

  /** Begins with its own length, so that what follows it can be found without reading it. */
  void write(DescriptionWriter to) {
    int length = to.beginPart();
    to.int64(id.value());
    to.instant(receivedAt);
    to.int32(envelope.recipients().size());
    to.octet(
        WITH_FIELDS
            | (quarantine.isPresent() ? QUARANTINE : 0)
            | (file.isPresent() ? FILE : 0)
            | (hold.isPresent() ? HOLD : 0));
    to.int32(headSize);
    to.int64(bodySize);
    to.int32(file.map(FileSum::crc).orElse(0));
    to.reversePath(REVERSE_PATH, envelope.reversePath());
    to.parameters(PARAMETERS, envelope.parameters());
    for (Recipient recipient : envelope.recipients()) {
      int begin = to.begin(RECIPIENT);
      to.recipient(recipient);
      to.end(begin);
    }
    int begin = to.begin(FACTS);
    to.facts(facts);
    to.end(begin);
    quarantine.ifPresent(why -> writeQuarantine(why, to));
    hold.ifPresent(held -> writeHold(held, to));
    if (!attributes.isNone()) {
      begin = to.begin(ATTRIBUTES);
      attributes.write(to);
      to.end(begin);
    }
    to.end(length);
  }

  private static void writeQuarantine(Quarantine why, DescriptionWriter to) {
    int begin = to.begin(QUARANTINE_FACTS);
    why.write(to);
    to.end(begin);
  }

  private static void writeHold(Hold hold, DescriptionWriter to) {
    int begin = to.begin(HOLD_FACTS);
    to.text(hold.reason());
    to.int32(hold.recipients().size());
    hold.recipients().forEach(to::int32);
    to.end(begin);
  }

  private static Hold readHold(DescriptionReader from) {
    String reason = from.text();
    int count = from.count();
    List<Integer> recipients = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      recipients.add(from.int32());
    }
    return new Hold(recipients, reason);
  }

  static Description read(DescriptionReader from) {
    DescriptionReader own = from.part();
    SpoolId id = new SpoolId(own.int64());
    Instant receivedAt = own.instant();
    int recipients = own.count();
    int flags = own.octet();
    int headSize = own.int32();
    long bodySize = own.int64();
    int fileCrc = own.int32();
    Parts parts = (flags & WITH_FIELDS) != 0 ? fields(own) : firstVersion(own, recipients, flags);
    requireCount(parts.envelope.recipients().size(), recipients);
    return new Description(
        id,
        parts.envelope,
        parts.facts,
        receivedAt,
        parts.quarantine,
        parts.hold,
        parts.attributes,
        headSize,
        bodySize,
        (flags & FILE) != 0 ? Optional.of(new FileSum(fileCrc)) : Optional.empty());
  }

  private record Parts(
      Envelope envelope,
      Map<String, String> facts,
      Optional<Quarantine> quarantine,
      Optional<Hold> hold,
      MessageAttributes attributes) {}

  private static Parts fields(DescriptionReader from) {
    ReversePath reversePath = ReversePath.none();
    MailParameters parameters = MailParameters.none();
    List<Recipient> recipients = new ArrayList<>();
    Map<String, String> facts = Map.of();
    Optional<Quarantine> quarantine = Optional.empty();
    Optional<Hold> hold = Optional.empty();
    MessageAttributes attributes = MessageAttributes.none();
    while (from.hasMore()) {
      int tag = from.octet();
      DescriptionReader field = from.part();
      switch (tag) {
        case REVERSE_PATH -> reversePath = new ReversePath.Of(field.mailbox());
        case PARAMETERS -> parameters = new MailParameters(field.facts());
        case RECIPIENT -> recipients.add(field.recipient());
        case FACTS -> facts = Map.copyOf(field.facts());
        case QUARANTINE_FACTS -> quarantine = Optional.of(Quarantine.read(field));
        case HOLD_FACTS -> hold = Optional.of(readHold(field));
        case ATTRIBUTES -> attributes = MessageAttributes.read(field);
        default -> {
          // A newer version's.
        }
      }
    }
    return new Parts(
        new Envelope(reversePath, parameters, recipients), facts, quarantine, hold, attributes);
  }

  private static Parts firstVersion(DescriptionReader from, int recipients, int flags) {
    ReversePath reversePath = from.reversePath();
    Envelope envelope = Envelope.of(reversePath, from.mailboxes(recipients));
    String reason = from.text();
    Map<String, String> facts = Map.copyOf(from.facts());
    return new Parts(
        envelope,
        facts,
        (flags & QUARANTINE) != 0
            ? Optional.of(Quarantine.of(reason, Optional.ofNullable(facts.get("decided-by"))))
            : Optional.empty(),
        (flags & HOLD) != 0 ? Optional.of(readHold(from)) : Optional.empty(),
        MessageAttributes.none());
  }

  /** The part of it that is remembered. */
  Outline outline() {
    return new Outline(
        id.value(),
        firstStates(),
        file.isPresent(),
        bodySize,
        headSize + bodySize,
        receivedAt,
        domain(envelope.reversePath()),
        domains(envelope));
  }

  private static String domain(ReversePath path) {
    return switch (path) {
      case ReversePath.Null none -> "";
      case ReversePath.Of(Mailbox mailbox) -> mailbox.domainKey();
    };
  }

  private static List<String> domains(Envelope envelope) {
    List<Recipient> recipients = envelope.recipients();
    return recipients.size() == 1
        ? List.of(recipients.getFirst().mailbox().domainKey())
        : recipients.stream().map(recipient -> recipient.mailbox().domainKey()).toList();
  }

  /** Reads the outline and leaves the reader behind the description. */
  static Outline readOutline(DescriptionReader from) {
    DescriptionReader whole = from.duplicate();
    DescriptionReader own = from.part();
    long id = own.int64();
    Instant receivedAt = own.instant();
    int recipients = own.count();
    int flags = own.octet();
    int headSize = own.int32();
    long bodySize = own.int64();
    own.int32();
    if ((flags & (HOLD | WITH_FIELDS)) != WITH_FIELDS) {
      return read(whole).outline(); // who is held stands behind the texts
    }
    String sender = "";
    List<String> domains = new ArrayList<>(recipients);
    while (own.hasMore()) {
      int tag = own.octet();
      DescriptionReader field = own.part();
      switch (tag) {
        case REVERSE_PATH -> sender = field.domainKey();
        case RECIPIENT -> domains.add(field.domainKey());
        default -> {
          // The texts are not wanted here.
        }
      }
    }
    requireCount(domains.size(), recipients);
    return new Outline(
        id,
        firstStates(recipients, receivedAt, (flags & QUARANTINE) != 0, Optional.empty()),
        (flags & FILE) != 0,
        bodySize,
        headSize + bodySize,
        receivedAt,
        sender,
        domains);
  }

  private static void requireCount(int found, int recipients) {
    if (found != recipients || found == 0) {
      throw new IllegalStateException("%d recipients instead of %d".formatted(found, recipients));
    }
  }
}
