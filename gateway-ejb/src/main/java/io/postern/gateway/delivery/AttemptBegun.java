package io.postern.gateway.delivery;

import io.postern.gateway.routing.Destination;
import io.postern.gateway.spool.SpoolId;
import io.postern.mail.Mailbox;
import java.time.Instant;
import java.util.List;

/**
 * A transaction with a next hop begins.
 *
 * @param attempt its number, from 1
 * @param remote address and port of the host talked to
 * @param recipients those of the transaction
 */
public record AttemptBegun(
    SpoolId id,
    int attempt,
    Destination destination,
    String remote,
    List<Mailbox> recipients,
    Instant at) {}
