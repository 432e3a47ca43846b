package io.postern.gateway.spool;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes marks ready to be written: with what the audit journal must know of their messages. */
final class Marking {

  private final Messages messages;
  private final int most;

  /**
   * @param most octets of a group, about; a message with very many marks gets several groups
   */
  Marking(Messages messages, int most) {
    this.messages = messages;
    this.most = most;
  }

  /**
   * Groups marks by message. Those of finished recipients are left out.
   *
   * @throws SpoolUnavailable when a message's record cannot be read now
   */
  List<MarkGroup> groups(Collection<Mark> marks) {
    Map<SpoolId, List<Mark>> byMessage = new LinkedHashMap<>();
    for (Mark mark : marks) {
      byMessage.computeIfAbsent(mark.id(), id -> new ArrayList<>()).add(mark);
    }
    List<MarkGroup> groups = new ArrayList<>(byMessage.size());
    byMessage.forEach((id, its) -> group(id, its, groups));
    return groups;
  }

  private void group(SpoolId id, List<Mark> marks, List<MarkGroup> groups) {
    Optional<Messages.Placement> seen = messages.find(id.value());
    if (seen.isEmpty()) {
      return;
    }
    List<Mark> wanted = new ArrayList<>(marks.size());
    for (Mark mark : marks) {
      if (mark.recipient() < 0 || mark.recipient() >= seen.get().states().size()) {
        throw new IllegalArgumentException(
            "message %s has %d recipients; there is none with index %d"
                .formatted(id, seen.get().states().size(), mark.recipient()));
      }
      if (!(seen.get().states().get(mark.recipient()) instanceof RecipientState.Finished)) {
        wanted.add(mark);
      }
    }
    if (!wanted.isEmpty()) {
      describe(id).ifPresent(message -> divide(message, wanted, groups));
    }
  }

  private void divide(Description message, List<Mark> marks, List<MarkGroup> groups) {
    int from = 0;
    int size = 0;
    for (int i = 0; i < marks.size(); i++) {
      Mark mark = marks.get(i);
      int next = MarkGroup.roughSize(message.envelope().recipients().get(mark.recipient()), mark);
      if (i > from && size + next > most) {
        groups.add(MarkGroup.of(message, marks.subList(from, i)));
        from = i;
        size = 0;
      }
      size += next;
    }
    groups.add(MarkGroup.of(message, marks.subList(from, marks.size())));
  }

  private Optional<Description> describe(SpoolId id) {
    try {
      return messages.describe(id.value());
    } catch (IOException e) {
      if (messages.find(id.value()).isEmpty()) {
        // Damaged and set aside just now; nothing is left to be marked.
        return Optional.empty();
      }
      throw new SpoolUnavailable(
          "spool: cannot read the record of %s (%s); it is not marked"
              .formatted(id, e.getMessage()),
          false,
          e);
    }
  }
}
