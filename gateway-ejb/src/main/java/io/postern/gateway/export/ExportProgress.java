package io.postern.gateway.export;

import java.time.Instant;
import java.util.Optional;

/**
 * How a target is doing.
 *
 * @param name the target's
 * @param type of the target, as in the settings
 * @param live events as they happen
 * @param backfill older events beside them, while there is a backfill
 * @param setAside events that the target refused
 * @param pausedSince when an administrator paused it
 */
public record ExportProgress(
    String name,
    String type,
    StreamProgress live,
    Optional<BackfillProgress> backfill,
    int setAside,
    Optional<Instant> pausedSince) {

  /**
   * A backfill.
   *
   * @param from number of the first line
   * @param to number of the last line
   */
  public record BackfillProgress(long from, long to, StreamProgress progress) {}
}
