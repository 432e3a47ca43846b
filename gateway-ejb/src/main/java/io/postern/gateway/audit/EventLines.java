package io.postern.gateway.audit;

import io.postern.gateway.audit.EventField.Origin;
import io.postern.gateway.spool.Committed;
import io.postern.gateway.spool.Mark;
import io.postern.gateway.spool.MessageAttributes;
import io.postern.gateway.spool.RecipientState;
import io.postern.mail.MailParameters;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Puts into words what happened: decides which members a line has (docs/journal.md). */
final class EventLines {

  private static final EventField[] FIELDS = EventField.values();

  /** Place of a fact in a line, by its name. */
  private static final Map<String, Integer> RANKS =
      Stream.of(EventField.values())
          .filter(field -> field.origin() != Origin.JOURNAL && !field.isNumbered())
          .collect(Collectors.toMap(EventField::member, EventField::ordinal));

  /** Names that only the journal itself gives; what another package says under them is left out. */
  private static final Set<String> OWN = names(Set.of(Origin.JOURNAL));

  private static final Set<String> OWN_OF_MESSAGES =
      names(Set.of(Origin.JOURNAL, Origin.JOURNAL_OF_MESSAGES));

  private final LineBuffer out;
  private final @Nullable String[] ranked = new String[FIELDS.length];
  private final TreeMap<String, String> rest = new TreeMap<>();

  EventLines(LineBuffer out) {
    this.out = out;
  }

  private static Set<String> names(Set<Origin> origins) {
    return Stream.of(EventField.values())
        .filter(field -> origins.contains(field.origin()))
        .map(EventField::member)
        .collect(Collectors.toSet());
  }

  void write(long sequence, Committed committed) {
    switch (committed) {
      case Committed.Accepted accepted -> accepted(sequence, accepted);
      case Committed.Marked marked -> marked(sequence, marked);
      case Committed.Damaged damaged -> {
        begin(sequence, damaged.position(), damaged.at(), EventType.DAMAGED.eventName());
        damaged.id().ifPresent(id -> member(EventField.ID, id.toString()));
        member(EventField.REASON, damaged.what());
      }
    }
    out.end();
  }

  void write(long sequence, JournalEvent event) {
    out.begin(sequence);
    member(EventField.AT, event.at());
    member(EventField.EVENT, event.event().eventName());
    event.id().ifPresent(id -> member(EventField.ID, id.toString()));
    if (!event.recipients().isEmpty()) {
      out.member(EventField.RECIPIENTS.member(), event.recipients());
    }
    facts(event.facts(), Map.of(), OWN);
    out.end();
  }

  /**
   * @param before number of the line before, as far as there is one
   * @param chainBefore the chain's value at it
   */
  void writeBegun(long sequence, Instant at, long spoolPosition, long before, String chainBefore) {
    out.begin(sequence);
    member(EventField.AT, at);
    member(EventField.EVENT, EventType.JOURNAL_BEGUN.eventName());
    member(EventField.FORMAT, Integer.toString(JournalFile.FORMAT));
    member(EventField.SPOOL_POSITION, Long.toString(spoolPosition));
    if (before + 1 < sequence) {
      member(EventField.AFTER, Long.toString(before));
    }
    member(EventField.CHAIN_BEFORE, chainBefore);
    out.end();
  }

  private void accepted(long sequence, Committed.Accepted accepted) {
    begin(sequence, accepted.position(), accepted.receivedAt(), EventType.ACCEPTED.eventName());
    member(EventField.ID, accepted.id().toString());
    member(EventField.REVERSE_PATH, accepted.envelope().reversePath().toString());
    out.member(EventField.RECIPIENTS.member(), accepted.envelope().mailboxes());
    member(EventField.SIZE, Long.toString(accepted.size()));
    MailParameters parameters = accepted.envelope().parameters();
    if (!parameters.all().isEmpty()) {
      member(EventField.MAIL_PARAMETERS, parameters.toString().strip());
    }
    accepted.quarantine().ifPresent(why -> member(EventField.QUARANTINED, why.reason()));
    facts(accepted.facts(), Map.of(), OWN_OF_MESSAGES);
  }

  private void marked(long sequence, Committed.Marked marked) {
    Mark mark = marked.mark();
    String name = nameOf(mark);
    begin(sequence, marked.position(), mark.at(), name);
    member(EventField.ID, mark.id().toString());
    member(EventField.REVERSE_PATH, marked.reversePath().toString());
    member(EventField.RECIPIENT, marked.recipient().mailbox().toString());
    long age = Duration.between(marked.receivedAt(), mark.at()).toMillis();
    member(EventField.AGE_MS, Long.toString(Math.max(0, age)));
    if (mark.state() instanceof RecipientState.Finished(RecipientState.Ending ending)
        && !name.equals(nameOf(ending))) {
      member(EventField.FINISHED, ending.name().toLowerCase(Locale.ROOT));
    }
    Map<String, String> facts = mark.facts();
    if (mark.state() instanceof RecipientState.Waiting waiting
        && !facts.containsKey(EventField.EVENT.member())) {
      facts = new TreeMap<>(facts);
      facts.putIfAbsent(EventField.ATTEMPT.member(), Integer.toString(waiting.attempts()));
      facts.put(EventField.NEXT_ATTEMPT.member(), waiting.notBefore().toString());
    }
    facts(facts, marked.messageFacts(), OWN_OF_MESSAGES);
  }

  /** The mark's own fact {@code event} names it when its state alone would not: Released. */
  private static String nameOf(Mark mark) {
    String named = mark.facts().get(EventField.EVENT.member());
    if (named != null && isName(named)) {
      return named;
    }
    return switch (mark.state()) {
      case RecipientState.Waiting waiting -> EventType.DEFERRED.eventName();
      case RecipientState.Held held -> EventType.HELD.eventName();
      case RecipientState.Quarantined quarantined -> EventType.QUARANTINED.eventName();
      case RecipientState.Finished(RecipientState.Ending ending) -> nameOf(ending);
    };
  }

  private static String nameOf(RecipientState.Ending ending) {
    return switch (ending) {
      case DELIVERED -> EventType.DELIVERED.eventName();
      case FAILED -> EventType.FAILED.eventName();
      case EXPIRED -> EventType.EXPIRED.eventName();
      case DISCARDED -> EventType.DISCARDED.eventName();
    };
  }

  /** One capital and up to 39 further ASCII letters. */
  private static boolean isName(String text) {
    if (text.isEmpty() || text.length() > 40 || text.charAt(0) > 'Z') {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!(c >= 'A' && c <= 'Z') && !(c >= 'a' && c <= 'z')) {
        return false;
      }
    }
    return true;
  }

  private void begin(long sequence, long position, Instant at, String event) {
    out.begin(sequence);
    out.member(EventField.POS.member(), position);
    member(EventField.AT, at);
    member(EventField.EVENT, event);
  }

  /** Those of the event, and of the message what the event does not say itself. */
  private void facts(Map<String, String> ofEvent, Map<String, String> ofMessage, Set<String> own) {
    ofMessage.forEach((name, value) -> place(name, value, own));
    ofEvent.forEach((name, value) -> place(name, value, own));
    for (int rank = 0; rank < ranked.length; rank++) {
      String value = ranked[rank];
      if (value != null) {
        out.member(FIELDS[rank].member(), value);
        ranked[rank] = null;
      }
    }
    if (!rest.isEmpty()) {
      rest.forEach(this::fact);
      rest.clear();
    }
  }

  /** A note of an extension stands here whole: its size is bounded where it is written. */
  private void fact(String name, String value) {
    if (name.startsWith(MessageAttributes.NOTE)) {
      out.whole(name, value);
    } else {
      out.member(name, value);
    }
  }

  private void place(String name, String value, Set<String> own) {
    if (own.contains(name)) {
      return;
    }
    Integer rank = RANKS.get(name);
    if (rank != null) {
      ranked[rank] = value;
    } else {
      rest.put(name, value);
    }
  }

  private void member(EventField field, String value) {
    out.member(field.member(), value);
  }

  private void member(EventField field, Instant value) {
    out.member(field.member(), value);
  }
}
