package io.postern.gateway.operation;

import java.time.Instant;
import java.util.Optional;

/**
 * A lane: the queue of one next hop and the connections to it.
 *
 * @param nextHop such as {@code mx.example.com:25}
 * @param waiting about how many recipients wait, those of a later attempt included
 * @param connections at this moment
 * @param delivered recipients since the start, as the following two
 * @param deferred attempts that will be repeated
 * @param suspended whether the next hop is given a rest after failed connections
 * @param lastTrouble what went wrong last, on one line
 * @param lastTroubleAt when
 */
public record LaneStatus(
    String nextHop,
    long waiting,
    int connections,
    long delivered,
    long deferred,
    long failed,
    boolean suspended,
    Optional<String> lastTrouble,
    Optional<Instant> lastTroubleAt) {}
