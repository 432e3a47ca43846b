package io.postern.gateway.series;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/**
 * Series in steps of one length.
 *
 * @param from begin of the first step
 * @param series in the order asked for, all with the same number of steps
 */
public record SeriesPoints(Instant from, Duration step, List<Line> series) {

  public SeriesPoints {
    series = List.copyOf(series);
  }

  /**
   * One series.
   *
   * @param values empty where the gateway did not run, or there was nothing to measure
   */
  public record Line(SeriesName name, List<OptionalLong> values) {
    public Line {
      values = List.copyOf(values);
    }
  }
}
