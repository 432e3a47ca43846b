package io.postern.gateway.delivery;

import io.postern.gateway.routing.NextHop;
import java.time.Instant;
import java.util.Optional;

/**
 * How a lane stands, for people.
 *
 * @param waiting about how many tickets wait, those in JMS included
 * @param sessions open with the next hop now
 * @param delivered recipients since the start, as the following two
 * @param suspended whether the next hop is given a rest after failed connections
 * @param lastTrouble what went wrong last; on one line, printable
 * @param lastTroubleAt when
 */
public record LaneStatus(
    NextHop nextHop,
    long waiting,
    int sessions,
    long delivered,
    long deferred,
    long failed,
    boolean suspended,
    Optional<String> lastTrouble,
    Optional<Instant> lastTroubleAt) {}
