package io.postern.gateway.spool;

import io.postern.mail.Mailbox;
import io.postern.mail.ReversePath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Marks of one message with what the audit journal must know of it. They are written together, so
 * that a mark can be told again when the message's own record is long gone.
 */
record MarkGroup(
    SpoolId id,
    ReversePath reversePath,
    Map<String, String> facts,
    Instant receivedAt,
    List<Entry> entries) {

  record Entry(Mailbox recipient, Mark mark) {}

  static MarkGroup of(Description message, List<Mark> marks) {
    List<Entry> entries = new ArrayList<>(marks.size());
    for (Mark mark : marks) {
      entries.add(new Entry(message.recipients().get(mark.recipient()), mark));
    }
    return new MarkGroup(
        message.id(), message.reversePath(), message.facts(), message.receivedAt(), entries);
  }

  /** Octets that a mark takes on disk, at most. */
  static int roughSize(Mailbox recipient, Mark mark) {
    return 64 + utf8(recipient.localPart()) + utf8(recipient.domain()) + roughSize(mark.facts());
  }

  /** Octets of the record, at most. */
  int roughSize() {
    int size = 256 + utf8(reversePath.toString()) + roughSize(facts);
    for (Entry entry : entries) {
      size += roughSize(entry.recipient, entry.mark);
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

  /** Adds what the audit journal is told, from a position on; returns the position behind. */
  long tell(long position, List<Committed> events) {
    long at = position;
    for (Entry entry : entries) {
      events.add(
          new Committed.Marked(
              at++, entry.mark(), reversePath, entry.recipient(), facts, receivedAt));
    }
    return at;
  }

  static void writeAll(List<MarkGroup> groups, DescriptionWriter to) {
    to.int32(groups.size());
    for (MarkGroup group : groups) {
      to.int64(group.id.value());
      to.instant(group.receivedAt);
      to.reversePath(group.reversePath);
      to.facts(group.facts);
      to.int32(group.entries.size());
      for (Entry entry : group.entries) {
        to.int32(entry.mark.recipient());
        to.mailbox(entry.recipient);
        to.state(entry.mark.state());
        to.instant(entry.mark.at());
        to.facts(entry.mark.facts());
      }
    }
  }

  static List<MarkGroup> readAll(DescriptionReader from) {
    int count = from.int32();
    List<MarkGroup> groups = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      SpoolId id = new SpoolId(from.int64());
      Instant receivedAt = from.instant();
      ReversePath reversePath = from.reversePath();
      Map<String, String> facts = Map.copyOf(from.facts());
      int marks = from.int32();
      List<Entry> entries = new ArrayList<>();
      for (int k = 0; k < marks; k++) {
        int recipient = from.int32();
        Mailbox mailbox = from.mailbox();
        RecipientState state = from.state();
        Instant at = from.instant();
        entries.add(new Entry(mailbox, new Mark(id, recipient, state, at, from.facts())));
      }
      groups.add(new MarkGroup(id, reversePath, facts, receivedAt, entries));
    }
    return groups;
  }
}
