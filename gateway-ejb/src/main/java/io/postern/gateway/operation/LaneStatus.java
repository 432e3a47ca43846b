package io.postern.gateway.operation;

import java.time.Instant;
import java.util.Optional;

/**
 * A lane: the queue of one next hop and the connections to it.
 *
 * @param nextHop such as {@code mx.example.com:25}
 * @param messages that wait, those of a later attempt included; counted in the spool
 * @param recipients that wait, likewise
 * @param connections at this moment
 * @param delivered recipients since the start, as the following two
 * @param deferred attempts that failed for now; a recipient that was not tried is not among them
 * @param pausedUntil while the next hop is paused after failed connections
 * @param lastFailure what went wrong last, on one line
 * @param lastFailureAt when
 */
public record LaneStatus(
    String nextHop,
    long messages,
    long recipients,
    int connections,
    long delivered,
    long deferred,
    long failed,
    Optional<Instant> pausedUntil,
    Optional<String> lastFailure,
    Optional<Instant> lastFailureAt) {}
