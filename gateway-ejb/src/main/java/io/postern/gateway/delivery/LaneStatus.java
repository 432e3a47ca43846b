package io.postern.gateway.delivery;

import io.postern.gateway.routing.Destination;
import java.time.Instant;
import java.util.Optional;

/**
 * How a lane stands, for people.
 *
 * @param waiting messages and recipients accepted and not finished, those of a later attempt
 *     included
 * @param sessions open with its hosts now
 * @param delivered recipients since the lane was made, as the following two; that is since the
 *     start unless it had no work for an hour
 * @param deferred attempts that failed for now; a recipient that was not tried is not among them
 * @param pausedUntil while the destination is paused after failed connections
 * @param lastFailure what went wrong last; on one line, printable
 * @param lastFailureAt when
 */
public record LaneStatus(
    Destination destination,
    Amount waiting,
    int sessions,
    long delivered,
    long deferred,
    long failed,
    Optional<Instant> pausedUntil,
    Optional<String> lastFailure,
    Optional<Instant> lastFailureAt) {}
