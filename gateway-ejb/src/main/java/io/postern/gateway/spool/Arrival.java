package io.postern.gateway.spool;

import io.postern.mail.Mailbox;
import io.postern.mail.ReversePath;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A message to be accepted.
 *
 * @param id from {@link Spool#newId}, so that trace fields and the reply can name it
 * @param recipients at least one
 * @param content taken over by the spool when the acceptance succeeds
 * @param facts what the reception record in the audit journal shall say, such as {@code peer},
 *     {@code helo}, {@code session}, {@code message-id}; kept with the message
 * @param receivedAt begins the lifetime
 * @param quarantined when present, the reason why it must not be delivered
 * @param hold the recipients that are held at once; none of a quarantined message
 */
public record Arrival(
    SpoolId id,
    ReversePath reversePath,
    List<Mailbox> recipients,
    Content content,
    Map<String, String> facts,
    Instant receivedAt,
    Optional<String> quarantined,
    Optional<Hold> hold) {

  public Arrival {
    recipients = List.copyOf(recipients);
    facts = Map.copyOf(facts);
    if (recipients.isEmpty()) {
      throw new IllegalArgumentException("an arrival needs a recipient");
    }
    if (hold.isPresent() && quarantined.isPresent()) {
      throw new IllegalArgumentException("a quarantined arrival is not held");
    }
    if (hold.isPresent() && hold.get().recipients().getLast() >= recipients.size()) {
      throw new IllegalArgumentException("a hold of a recipient that is not there: " + hold.get());
    }
  }

  /** An arrival without a held recipient. */
  public Arrival(
      SpoolId id,
      ReversePath reversePath,
      List<Mailbox> recipients,
      Content content,
      Map<String, String> facts,
      Instant receivedAt,
      Optional<String> quarantined) {
    this(id, reversePath, recipients, content, facts, receivedAt, quarantined, Optional.empty());
  }
}
