package io.postern.gateway.audit;

import io.postern.gateway.spool.Committed;
import io.postern.gateway.spool.Mark;
import io.postern.gateway.spool.MessageAttributes;
import io.postern.gateway.spool.RecipientState;
import io.postern.mail.MailParameters;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Puts into words what happened: decides which members a line has (docs/journal.md). */
final class EventLines {

  /** The first line of every file, so that a file can be read without those before it. */
  static final String BEGUN = "JournalBegun";

  static final String SPOOL_POSITION = "spool-position";

  /** Of a file that does not go on where the one before it ends: that one's last line. */
  static final String AFTER = "after";

  private static final String FINISHED = "finished";

  /** Facts in the order they are written, so that people find them; others follow by name. */
  private static final List<String> ORDER =
      List.of(
          "next-hop",
          "remote",
          "attempt",
          "status",
          "reply",
          "duration-ms",
          "next-attempt",
          "reason",
          "decided-by",
          "session",
          "listener",
          "peer",
          "helo",
          "protocol",
          "relay-decision",
          "message-id",
          "from",
          "from-decoded",
          "to",
          "to-decoded",
          "subject",
          "subject-decoded",
          "date");

  private static final Map<String, Integer> RANKS =
      IntStream.range(0, ORDER.size()).boxed().collect(Collectors.toMap(ORDER::get, rank -> rank));

  /** Names that only the journal itself gives; what another package says under them is left out. */
  private static final Set<String> OWN =
      Set.of(
          "seq",
          "pos",
          "at",
          "event",
          "id",
          "recipients",
          "shortened",
          LineChecksum.NAME,
          FINISHED);

  private static final Set<String> OWN_OF_MESSAGES =
      Set.of("reverse-path", "recipient", "size", "mail-parameters", "quarantined", "age-ms");

  private final LineBuffer out;
  private final @Nullable String[] ranked = new String[ORDER.size()];
  private final TreeMap<String, String> rest = new TreeMap<>();

  EventLines(LineBuffer out) {
    this.out = out;
  }

  void write(long sequence, Committed committed) {
    switch (committed) {
      case Committed.Accepted accepted -> accepted(sequence, accepted);
      case Committed.Marked marked -> marked(sequence, marked);
      case Committed.Damaged damaged -> {
        begin(sequence, damaged.position(), damaged.at(), "Damaged");
        damaged.id().ifPresent(id -> out.member("id", id.toString()));
        out.member("reason", damaged.what());
      }
    }
    out.end();
  }

  void write(long sequence, JournalEvent event) {
    out.begin(sequence);
    out.member("at", event.at());
    out.member("event", event.event());
    event.id().ifPresent(id -> out.member("id", id.toString()));
    if (!event.recipients().isEmpty()) {
      out.member("recipients", event.recipients());
    }
    facts(event.facts(), Map.of(), Set.of());
    out.end();
  }

  void writeBegun(long sequence, Instant at, long spoolPosition, long before) {
    out.begin(sequence);
    out.member("at", at);
    out.member("event", BEGUN);
    out.member(JournalFile.FORMAT_MEMBER, Integer.toString(JournalFile.FORMAT));
    out.member(SPOOL_POSITION, Long.toString(spoolPosition));
    if (before + 1 < sequence) {
      out.member(AFTER, Long.toString(before));
    }
    out.end();
  }

  private void accepted(long sequence, Committed.Accepted accepted) {
    begin(sequence, accepted.position(), accepted.receivedAt(), "Accepted");
    out.member("id", accepted.id().toString());
    out.member("reverse-path", accepted.envelope().reversePath().toString());
    out.member("recipients", accepted.envelope().mailboxes());
    out.member("size", Long.toString(accepted.size()));
    MailParameters parameters = accepted.envelope().parameters();
    if (!parameters.all().isEmpty()) {
      out.member("mail-parameters", parameters.toString().strip());
    }
    accepted.quarantine().ifPresent(why -> out.member("quarantined", why.reason()));
    facts(accepted.facts(), Map.of(), OWN_OF_MESSAGES);
  }

  private void marked(long sequence, Committed.Marked marked) {
    Mark mark = marked.mark();
    String name = nameOf(mark);
    begin(sequence, marked.position(), mark.at(), name);
    out.member("id", mark.id().toString());
    out.member("reverse-path", marked.reversePath().toString());
    out.member("recipient", marked.recipient().mailbox().toString());
    long age = Duration.between(marked.receivedAt(), mark.at()).toMillis();
    out.member("age-ms", Long.toString(Math.max(0, age)));
    if (mark.state() instanceof RecipientState.Finished(RecipientState.Ending ending)
        && !name.equals(nameOf(ending))) {
      out.member(FINISHED, ending.name().toLowerCase(Locale.ROOT));
    }
    Map<String, String> facts = mark.facts();
    if (mark.state() instanceof RecipientState.Waiting waiting && !facts.containsKey("event")) {
      facts = new TreeMap<>(facts);
      facts.putIfAbsent("attempt", Integer.toString(waiting.attempts()));
      facts.put("next-attempt", waiting.notBefore().toString());
    }
    facts(facts, marked.messageFacts(), OWN_OF_MESSAGES);
  }

  /** The mark's own fact {@code event} names it when its state alone would not: Released. */
  private static String nameOf(Mark mark) {
    String named = mark.facts().get("event");
    if (named != null && JournalEvent.isName(named)) {
      return named;
    }
    return switch (mark.state()) {
      case RecipientState.Waiting waiting -> "Deferred";
      case RecipientState.Held held -> "Held";
      case RecipientState.Quarantined quarantined -> "Quarantined";
      case RecipientState.Finished(RecipientState.Ending ending) -> nameOf(ending);
    };
  }

  private static String nameOf(RecipientState.Ending ending) {
    return switch (ending) {
      case DELIVERED -> "Delivered";
      case FAILED -> "Failed";
      case EXPIRED -> "Expired";
      case DISCARDED -> "Discarded";
    };
  }

  private void begin(long sequence, long position, Instant at, String event) {
    out.begin(sequence);
    out.member("pos", position);
    out.member("at", at);
    out.member("event", event);
  }

  /** Those of the event, and of the message what the event does not say itself. */
  private void facts(
      Map<String, String> ofEvent, Map<String, String> ofMessage, Set<String> alsoOwn) {
    ofMessage.forEach((name, value) -> place(name, value, alsoOwn));
    ofEvent.forEach((name, value) -> place(name, value, alsoOwn));
    for (int rank = 0; rank < ranked.length; rank++) {
      String value = ranked[rank];
      if (value != null) {
        out.member(ORDER.get(rank), value);
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

  private void place(String name, String value, Set<String> alsoOwn) {
    Integer rank = RANKS.get(name);
    if (rank != null) {
      ranked[rank] = value;
    } else if (!OWN.contains(name) && !alsoOwn.contains(name)) {
      rest.put(name, value);
    }
  }
}
