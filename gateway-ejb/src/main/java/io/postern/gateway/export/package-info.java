/**
 * Events of the journal on their way out of the gateway, off the mail path: each target has
 * threads, a position and a state of its own, and none delays mail or another target.
 *
 * <p>Entry: {@link io.postern.gateway.export.Exports}, all targets of the settings. A type of
 * target is an {@link io.postern.gateway.export.TargetOpener}, which makes an {@link
 * io.postern.gateway.export.ExportTarget} for each {@link io.postern.gateway.export.ExportStream}.
 * In: lines of the journal; out: {@link io.postern.gateway.export.ExportEvent}s, as far as the
 * target's privacy rules allow. What is the same for all types is here: batches, pauses after
 * failures, splitting a refused batch, setting an event aside, lag, pausing, backfill.
 *
 * <p>A target raises {@link io.postern.gateway.export.TargetUnavailable} and {@link
 * io.postern.gateway.export.BatchRefused}; a caller gets {@link
 * io.postern.gateway.export.NoSuchTarget} and {@link io.postern.gateway.export.ExportRefused}.
 */
@org.jspecify.annotations.NullMarked
package io.postern.gateway.export;
