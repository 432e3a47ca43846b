package io.postern.gateway.series;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/**
 * Series in steps of one length.
 *
 * @param from begin of the first step
 * @param step its seconds
 * @param series in the order asked for, all with the same number of steps
 */
public record SeriesPoints(Instant from, long step, List<Line> series) {

  public SeriesPoints {
    series = List.copyOf(series);
  }

  /**
   * One series.
   *
   * @param name as queries name it
   * @param unit what its values count, in the plural
   * @param values of counts the sum of a step, of latency and queue the highest, of disk the
   *     lowest; null where the gateway did not run, or there was nothing to measure
   */
  public record Line(String name, String unit, List<OptionalLong> values) {
    public Line {
      values = List.copyOf(values);
    }
  }
}
