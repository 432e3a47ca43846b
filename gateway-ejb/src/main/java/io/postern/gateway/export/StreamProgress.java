package io.postern.gateway.export;

import java.time.Instant;
import java.util.Optional;

/**
 * How far a stream of events is.
 *
 * @param since when the state began
 * @param error what the target said last, while it is {@link ExportState#WAITING}
 * @param position number of the last line that the target is done with
 * @param behind lines that it is not done with
 * @param lagSeconds how long the oldest of them has been waiting; 0 when there is none
 * @param rate lines per second over the last ten seconds
 * @param written events given to the target since the start
 * @param lost lines that were removed or damaged before they could be read
 */
public record StreamProgress(
    ExportState state,
    Instant since,
    Optional<String> error,
    long position,
    long behind,
    double lagSeconds,
    double rate,
    long written,
    long lost) {}
