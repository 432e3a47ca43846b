package io.postern.gateway.spool;

import io.postern.mail.Envelope;
import java.time.Instant;
import java.util.List;

/** What the spool remembers of a message that is not finished; cheap, without content. */
public record Unfinished(
    SpoolId id, Envelope envelope, List<RecipientState> states, Instant receivedAt) {}
