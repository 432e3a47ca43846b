package io.postern.gateway.operation;

/**
 * How many messages meet conditions.
 *
 * @param complete whether all were looked at; otherwise there are perhaps more
 */
public record QueueCount(long messages, boolean complete) {}
