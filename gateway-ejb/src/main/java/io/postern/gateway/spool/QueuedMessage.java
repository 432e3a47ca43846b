package io.postern.gateway.spool;

import io.postern.mail.Envelope;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An unfinished message without its content, as of one instant.
 *
 * @param states one per recipient
 * @param facts what reception recorded, by the names of docs/journal.md; as they came from outside
 * @param quarantine why the message was quarantined when it was accepted
 * @param size octets of the content
 */
public record QueuedMessage(
    SpoolId id,
    Envelope envelope,
    List<RecipientState> states,
    Map<String, String> facts,
    Instant receivedAt,
    Optional<Quarantine> quarantine,
    MessageAttributes attributes,
    long size) {}
