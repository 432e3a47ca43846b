package io.postern.gateway.callout.worker;

import java.time.Instant;

/**
 * A thread that runs a callout of an extension whose time is over, and that did not end in spite of
 * an interrupt. It ends by itself or with the gateway; also an undeployment does not end it.
 *
 * @param application the revision of the extension that it was lost to
 * @param stage simple name of the event type
 * @param observer class and method
 * @param thread its name and number
 * @param since when it was given up
 * @param cpuSeconds processor time since then
 */
public record LostThread(
    String extension,
    String application,
    String stage,
    String observer,
    String thread,
    Instant since,
    double cpuSeconds) {}
