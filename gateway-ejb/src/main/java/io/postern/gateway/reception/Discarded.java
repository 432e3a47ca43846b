package io.postern.gateway.reception;

import io.postern.mail.Mailbox;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A message, or one recipient of it, was answered 250 and dropped by a verdict.
 *
 * @param facts of the session and transaction: the keys of {@link Facts}
 * @param recipients who does not get it
 * @param reason as the extension gave it
 * @param decidedBy the extension whose verdict it was
 */
public record Discarded(
    Map<String, String> facts,
    Stage stage,
    List<Mailbox> recipients,
    String reason,
    Optional<String> decidedBy,
    Instant at) {
  public Discarded {
    facts = Map.copyOf(facts);
    recipients = List.copyOf(recipients);
  }
}
