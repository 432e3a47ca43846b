package io.postern.gateway.operation;

import java.time.Instant;
import java.util.Optional;

/**
 * A lane: the queue of one next hop.
 *
 * @param nextHop such as {@code mx.example.com:25}
 * @param waiting recipients to be tried as soon as it is their turn
 * @param deferred attempts since the start that will be repeated
 * @param connections at this moment
 * @param lastReply what the next hop, or the network, last answered to a failed attempt
 * @param nextAttemptAt the earliest next attempt of those deferred
 */
public record LaneStatus(
    String nextHop,
    long waiting,
    long deferred,
    int connections,
    Optional<String> lastReply,
    Optional<Instant> nextAttemptAt) {}
