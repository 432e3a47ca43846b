package io.postern.gateway.audit;

/**
 * How an extension's logging callouts do; counts since the start.
 *
 * @param told events taken without complaint
 * @param failed events that ended in an exception
 * @param late events whose time was over
 * @param behind lines of the journal not looked at yet
 * @param stuck threads that do not come back from the extension in spite of an interrupt
 */
public record LoggingProgress(
    String extension, long told, long failed, long late, long behind, int stuck) {}
