package io.postern.gateway.operation;

import java.time.Instant;
import java.util.Optional;

/**
 * An event that an export target refused.
 *
 * @param sequence number of the journal's line
 * @param reason what the target said
 * @param event the event's name
 * @param id the message, when it is about one
 * @param line as it stands in the journal
 */
public record RefusedEvent(
    long sequence,
    Instant refusedAt,
    String reason,
    String event,
    Optional<String> id,
    String line) {}
