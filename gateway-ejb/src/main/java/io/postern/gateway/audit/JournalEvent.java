package io.postern.gateway.audit;

import io.postern.gateway.spool.SpoolId;
import io.postern.mail.Mailbox;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Something to be recorded that the spool does not report.
 *
 * @param id the message it happened to, when there is one
 * @param recipients whom it concerns, when these are several; one alone is the fact {@code
 *     recipient}
 * @param facts by the names of docs/journal.md; what comes from outside may stand in them as it
 *     came
 */
public record JournalEvent(
    EventType event,
    Optional<SpoolId> id,
    Instant at,
    List<Mailbox> recipients,
    Map<String, String> facts) {

  public JournalEvent {
    recipients = List.copyOf(recipients);
    facts = Map.copyOf(facts);
  }

  /** Without a list of recipients. */
  public JournalEvent(
      EventType event, Optional<SpoolId> id, Instant at, Map<String, String> facts) {
    this(event, id, at, List.of(), facts);
  }
}
