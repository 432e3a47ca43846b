package io.postern.gateway.spool;

import io.postern.mail.Envelope;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A message to be accepted.
 *
 * @param id from {@link Spool#newId}, so that trace fields and the reply can name it
 * @param envelope with at least one recipient
 * @param content taken over by the spool when the acceptance succeeds
 * @param facts what the reception record in the audit journal says, such as {@code peer}, {@code
 *     helo}, {@code session}, {@code message-id}; kept with the message
 * @param receivedAt begins the lifetime
 * @param quarantine when present, why it must not be delivered
 * @param hold the recipients that are held at once; none of a quarantined message
 */
public record Arrival(
    SpoolId id,
    Envelope envelope,
    Content content,
    Map<String, String> facts,
    Instant receivedAt,
    Optional<Quarantine> quarantine,
    Optional<Hold> hold,
    MessageAttributes attributes) {

  public Arrival {
    facts = Map.copyOf(facts);
    int recipients = envelope.recipients().size();
    if (recipients == 0) {
      throw new IllegalArgumentException("an arrival needs a recipient");
    }
    if (hold.isPresent() && quarantine.isPresent()) {
      throw new IllegalArgumentException("a quarantined arrival is not held");
    }
    if (hold.isPresent() && hold.get().recipients().getLast() >= recipients) {
      throw new IllegalArgumentException("a hold of a recipient that is not there: " + hold.get());
    }
  }

  /** An arrival that is to be delivered. */
  public Arrival(
      SpoolId id,
      Envelope envelope,
      Content content,
      Map<String, String> facts,
      Instant receivedAt) {
    this(
        id,
        envelope,
        content,
        facts,
        receivedAt,
        Optional.empty(),
        Optional.empty(),
        MessageAttributes.none());
  }

  /** The same under another id, for a part of its recipients. */
  public Arrival as(SpoolId other, Envelope part) {
    return new Arrival(other, part, content, facts, receivedAt, quarantine, hold, attributes);
  }

  /** The same with other facts. */
  public Arrival recording(Map<String, String> others) {
    return new Arrival(id, envelope, content, others, receivedAt, quarantine, hold, attributes);
  }

  /** The same with notes of extensions. */
  public Arrival noting(Map<String, String> notes) {
    return new Arrival(
        id, envelope, content, facts, receivedAt, quarantine, hold, attributes.noting(notes));
  }

  /** The same, in quarantine. */
  public Arrival quarantined(Quarantine why) {
    return new Arrival(
        id, envelope, content, facts, receivedAt, Optional.of(why), Optional.empty(), attributes);
  }

  /** The same with recipients that are held. */
  public Arrival held(Optional<Hold> recipients) {
    return new Arrival(
        id, envelope, content, facts, receivedAt, quarantine, recipients, attributes);
  }
}
