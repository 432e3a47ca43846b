package io.postern.gateway.operation;

/**
 * How many messages are in the queue. One with recipients in several states is counted for each.
 *
 * @param unfinished all of them
 * @param waiting those with a recipient that waits for delivery
 * @param held those with a recipient that a route holds
 * @param quarantined those with a recipient in quarantine
 */
public record QueueTotals(long unfinished, long waiting, long held, long quarantined) {}
