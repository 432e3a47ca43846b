package io.postern.gateway.operation;

import java.time.Instant;

/**
 * A thread that runs a callout of an extension whose time is over, and that did not end in spite of
 * an interrupt. Shown until it ends, also when the extension was undeployed meanwhile.
 *
 * @param application the revision it was lost to
 * @param stage simple name of the event type
 * @param observer class and method
 * @param thread name and number
 * @param since when it was given up
 * @param cpuSeconds processor time since then
 */
public record LostThreadView(
    String extension,
    String application,
    String stage,
    String observer,
    String thread,
    Instant since,
    double cpuSeconds) {}
