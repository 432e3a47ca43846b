package io.postern.gateway.delivery;

import io.postern.gateway.routing.Destination;
import java.time.Instant;
import java.util.Optional;

/**
 * How a lane stands, for people.
 *
 * @param nextHop where its mail goes, such as {@code mx.example.com:25}
 * @param messages that wait, those of a later attempt included; a message counts at each of its
 *     next hops
 * @param recipients that wait, those of a later attempt included
 * @param connections to its hosts at this moment
 * @param delivered recipients since the lane was made; that is since the start unless it had no
 *     work for an hour; so are the following two
 * @param deferred attempts that failed for now; a recipient that was not tried is not among them
 * @param failed recipients
 * @param pausedUntil while the destination is paused after failed connections
 * @param lastFailure what went wrong last; on one line, printable
 * @param lastFailureAt when
 */
public record LaneStatus(
    Destination nextHop,
    long messages,
    long recipients,
    int connections,
    long delivered,
    long deferred,
    long failed,
    Optional<Instant> pausedUntil,
    Optional<String> lastFailure,
    Optional<Instant> lastFailureAt) {}
