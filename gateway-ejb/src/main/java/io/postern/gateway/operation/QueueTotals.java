package io.postern.gateway.operation;

/**
 * How many messages are in the queue.
 *
 * @param unfinished all of them
 * @param held those with a recipient that a route holds
 * @param quarantined those with a recipient in quarantine
 */
public record QueueTotals(long unfinished, long held, long quarantined) {}
