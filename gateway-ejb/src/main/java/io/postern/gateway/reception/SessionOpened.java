package io.postern.gateway.reception;

import java.time.Instant;

/**
 * A client was greeted.
 *
 * @param session names the session; unique over restarts
 * @param listener its configured name
 * @param peer as {@link Facts#PEER} says
 */
public record SessionOpened(String session, String listener, String peer, Instant at) {}
