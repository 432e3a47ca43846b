package io.postern.gateway.spool;

import io.postern.mail.Envelope;
import io.postern.mail.MailParameters;
import io.postern.mail.Mailbox;
import io.postern.mail.Recipient;
import io.postern.mail.ReversePath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Marks of one message with what the audit journal must know of it. They are written together, so
 * that a mark can be reported again when the message's own record is long gone.
 *
 * @param envelope with the recipients that are marked, each beside its mark
 */
record MarkGroup(
    SpoolId id,
    Envelope envelope,
    Map<String, String> facts,
    Instant receivedAt,
    List<Mark> marks) {

  /**
   * Stands before the number of groups whose parts are fields. The first version wrote the number
   * alone and the parts in a fixed order.
   */
  private static final int WITH_FIELDS = -1;

  private static final int REVERSE_PATH = 1;
  private static final int PARAMETERS = 2;
  private static final int FACTS = 3;
  private static final int MARK = 4;

  static MarkGroup of(Description message, List<Mark> marks) {
    List<Integer> indexes =
        marks.size() == 1
            ? List.of(marks.getFirst().recipient())
            : marks.stream().map(Mark::recipient).toList();
    return new MarkGroup(
        message.id(),
        message.envelope().toSome(indexes),
        MessageFacts.ofMark(message.facts(), message.attributes().notes()),
        message.receivedAt(),
        List.copyOf(marks));
  }

  /** Octets that a mark takes on disk, at most. */
  static int roughSize(Recipient recipient, Mark mark) {
    Mailbox mailbox = recipient.mailbox();
    return 80
        + utf8(mailbox.localPart())
        + utf8(mailbox.domain())
        + roughSize(recipient.parameters())
        + roughSize(mark.facts());
  }

  /** Octets of the record, at most. */
  int roughSize() {
    int size =
        256
            + utf8(envelope.reversePath().toString())
            + roughSize(envelope.parameters().all())
            + roughSize(facts);
    for (int i = 0; i < marks.size(); i++) {
      size += roughSize(envelope.recipients().get(i), marks.get(i));
    }
    return size;
  }

  private static int roughSize(Map<String, String> facts) {
    int size = 0;
    for (Map.Entry<String, String> fact : facts.entrySet()) {
      size += 8 + utf8(fact.getKey()) + utf8(fact.getValue());
    }
    return size;
  }

  private static int utf8(String text) {
    return text.length() * 3;
  }

  /** Adds the events for the audit journal, from a position on; returns the position behind. */
  long addEvents(long position, List<Committed> events) {
    for (int i = 0; i < marks.size(); i++) {
      events.add(
          new Committed.Marked(
              position + i,
              marks.get(i),
              envelope.reversePath(),
              envelope.recipients().get(i),
              facts,
              receivedAt));
    }
    return position + marks.size();
  }

  static void writeAll(List<MarkGroup> groups, DescriptionWriter to) {
    to.int32(WITH_FIELDS);
    to.int32(groups.size());
    for (MarkGroup group : groups) {
      group.write(to);
    }
  }

  private void write(DescriptionWriter to) {
    int length = to.beginPart();
    to.int64(id.value());
    to.instant(receivedAt);
    to.reversePath(REVERSE_PATH, envelope.reversePath());
    to.parameters(PARAMETERS, envelope.parameters());
    int begin = to.begin(FACTS);
    to.facts(facts);
    to.end(begin);
    for (int i = 0; i < marks.size(); i++) {
      Mark mark = marks.get(i);
      begin = to.begin(MARK);
      to.int32(mark.recipient());
      to.recipient(envelope.recipients().get(i));
      to.state(mark.state());
      to.instant(mark.at());
      to.facts(mark.facts());
      to.end(begin);
    }
    to.end(length);
  }

  static List<MarkGroup> readAll(DescriptionReader from) {
    int first = from.int32();
    int count = first == WITH_FIELDS ? from.count() : first;
    List<MarkGroup> groups = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      groups.add(first == WITH_FIELDS ? read(from.part()) : readFirstVersion(from));
    }
    return groups;
  }

  private static MarkGroup read(DescriptionReader from) {
    SpoolId id = new SpoolId(from.int64());
    Instant receivedAt = from.instant();
    ReversePath reversePath = ReversePath.none();
    MailParameters parameters = MailParameters.none();
    Map<String, String> facts = Map.of();
    List<Recipient> recipients = new ArrayList<>();
    List<Mark> marks = new ArrayList<>();
    while (from.hasMore()) {
      int tag = from.octet();
      DescriptionReader field = from.part();
      switch (tag) {
        case REVERSE_PATH -> reversePath = new ReversePath.Of(field.mailbox());
        case PARAMETERS -> parameters = new MailParameters(field.facts());
        case FACTS -> facts = Map.copyOf(field.facts());
        case MARK -> {
          int recipient = field.int32();
          recipients.add(field.recipient());
          RecipientState state = field.state();
          marks.add(new Mark(id, recipient, state, field.instant(), field.facts()));
        }
        default -> {
          // A newer version's.
        }
      }
    }
    Envelope envelope = new Envelope(reversePath, parameters, recipients);
    return new MarkGroup(id, envelope, facts, receivedAt, marks);
  }

  private static MarkGroup readFirstVersion(DescriptionReader from) {
    SpoolId id = new SpoolId(from.int64());
    Instant receivedAt = from.instant();
    ReversePath reversePath = from.reversePath();
    Map<String, String> facts = Map.copyOf(from.facts());
    int count = from.count();
    List<Mailbox> mailboxes = new ArrayList<>();
    List<Mark> marks = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      int recipient = from.int32();
      mailboxes.add(from.mailbox());
      RecipientState state = from.state();
      Instant at = from.instant();
      marks.add(new Mark(id, recipient, state, at, from.facts()));
    }
    return new MarkGroup(id, Envelope.of(reversePath, mailboxes), facts, receivedAt, marks);
  }
}
