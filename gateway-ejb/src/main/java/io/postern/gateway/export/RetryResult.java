package io.postern.gateway.export;

/**
 * What giving events again led to.
 *
 * @param written events that the target took
 * @param refused events that it refused again; they stay set aside
 */
public record RetryResult(int written, int refused) {}
