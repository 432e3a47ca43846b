package io.postern.gateway.spool;

/**
 * How many messages are in the spool. One with recipients in several states counts for each.
 *
 * @param unfinished all of them
 * @param waiting those with a recipient that waits for delivery
 * @param held those with a recipient that a route holds
 * @param quarantined those with a recipient in quarantine
 */
public record QueueCounts(int unfinished, int waiting, int held, int quarantined) {}
