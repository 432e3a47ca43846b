package io.postern.gateway.reception;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * The session of a client that was greeted has ended.
 *
 * @param facts by the names of {@link Facts}
 * @param how in the words of docs/journal.md, such as {@code client closed}
 * @param octetsIn octets that the client sent
 * @param octetsOut octets that it was sent
 * @param commands command lines, of whatever form
 * @param messages messages that were answered 250
 */
public record SessionEnded(
    Map<String, String> facts,
    String how,
    Duration duration,
    long octetsIn,
    long octetsOut,
    long commands,
    long messages,
    Instant at) {}
