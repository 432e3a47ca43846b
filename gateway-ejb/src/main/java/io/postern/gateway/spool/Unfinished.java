package io.postern.gateway.spool;

import io.postern.mail.Mailbox;
import java.time.Instant;
import java.util.List;

/** What the spool remembers of a message that is not finished; cheap, without content. */
public record Unfinished(
    SpoolId id, List<Mailbox> recipients, List<RecipientState> states, Instant receivedAt) {}
