package io.postern.gateway.audit;

import io.postern.gateway.spool.Committed;
import io.postern.gateway.spool.Mark;
import io.postern.gateway.spool.RecipientState;
import io.postern.gateway.spool.SpoolId;
import io.postern.mail.Envelope;
import io.postern.mail.Mailbox;
import io.postern.mail.Recipient;
import io.postern.mail.ReversePath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Records as the spool tells them. */
final class Records {

  static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  static final Map<String, String> RECEPTION =
      Map.of(
          "session", "S1",
          "peer", "192.0.2.7:40000",
          "helo", "client.example.org",
          "message-id", "<1@example.org>",
          "from", "Ann <ann@example.org>",
          "subject", "Minutes");

  private Records() {}

  static Committed.Accepted accepted(long position) {
    return accepted(position, RECEPTION);
  }

  static Committed.Accepted accepted(long position, Map<String, String> facts) {
    return new Committed.Accepted(
        position,
        new SpoolId(position),
        Envelope.of(
            ReversePath.parse("ann@example.org"),
            List.of(Mailbox.parse("bob@example.com"), Mailbox.parse("eve@example.net"))),
        4711,
        facts,
        NOON,
        Optional.empty());
  }

  static Committed.Marked marked(
      long position, long id, RecipientState state, Map<String, String> facts) {
    return new Committed.Marked(
        position,
        new Mark(new SpoolId(id), 0, state, NOON.plusSeconds(3), facts),
        ReversePath.parse("ann@example.org"),
        Recipient.of(Mailbox.parse("bob@example.com")),
        RECEPTION,
        NOON);
  }

  static Committed.Marked delivered(long position, long id) {
    return marked(
        position,
        id,
        new RecipientState.Finished(RecipientState.Ending.DELIVERED),
        Map.of(
            "next-hop", "mx.example.com:25",
            "remote", "198.51.100.1:25",
            "reply", "250 2.0.0 taken",
            "attempt", "2"));
  }

  /** Acceptances with growing positions that are not dense, as a log's are not. */
  static List<Committed> acceptances(int count) {
    List<Committed> records = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      records.add(accepted(i * 7L));
    }
    return records;
  }

  static JournalEvent rejected(String reply) {
    return new JournalEvent(EventType.REJECTED, Optional.empty(), NOON, Map.of("reply", reply));
  }

  static JournalEvent administrator(String action) {
    return new JournalEvent(
        EventType.ADMINISTRATOR_ACTED, Optional.empty(), NOON, Map.of("action", action));
  }
}
