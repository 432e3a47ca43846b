package io.postern.gateway.delivery;

import io.postern.gateway.routing.NextHop;
import java.time.Instant;
import java.util.Optional;

/**
 * How a lane stands, for people.
 *
 * @param nextHop such as {@code mx.example.com:25}
 * @param messages that wait, those of a later attempt included; a message counts at each of its
 *     next hops
 * @param recipients that wait, those of a later attempt included
 * @param connections to the next hop at this moment
 * @param delivered recipients since the start
 * @param deferred attempts that failed for now; a recipient that was not tried is not among them
 * @param failed recipients
 * @param pausedUntil while the next hop is paused after failed connections
 * @param lastFailure what went wrong last; on one line, printable
 * @param lastFailureAt when
 */
public record LaneStatus(
    NextHop nextHop,
    long messages,
    long recipients,
    int connections,
    long delivered,
    long deferred,
    long failed,
    Optional<Instant> pausedUntil,
    Optional<String> lastFailure,
    Optional<Instant> lastFailureAt) {}
