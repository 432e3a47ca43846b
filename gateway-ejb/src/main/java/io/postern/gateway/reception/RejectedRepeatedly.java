package io.postern.gateway.reception;

import io.postern.mail.Reply;
import java.time.Instant;
import java.util.Optional;

/**
 * Refusals of one kind to one client that came in too fast for a record of each.
 *
 * @param client an IPv4 address or an IPv6 network of 64 bits; empty when there were too many
 *     clients to count each
 * @param listener the one of the first of them
 * @param reply the first; code and enhanced status code are the same for all
 * @param decidedBy the extension whose verdict it was; empty when it was the gateway's own rule
 * @param count those that have no record of their own, at least 1
 * @param since when the first of them was refused
 * @param at when counting ended
 */
public record RejectedRepeatedly(
    Optional<String> client,
    String listener,
    Stage stage,
    Reply reply,
    Optional<String> decidedBy,
    long count,
    Instant since,
    Instant at) {}
