package io.postern.gateway.series;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What is asked of the series.
 *
 * @param names at least one
 * @param from rounded down to a step
 * @param until not included; what is not complete yet is left out
 * @param step whole tens of seconds, answered from the last 24 hours; from {@link #COARSE} on whole
 *     tens of minutes, answered from the last 90 days
 */
public record SeriesQuery(List<SeriesName> names, Instant from, Instant until, Duration step) {

  /** The shortest step. */
  public static final Duration FINE = Duration.ofSeconds(10);

  /** The shortest step that reaches back further than a day. */
  public static final Duration COARSE = Duration.ofMinutes(10);

  /** Steps of an answer. */
  public static final int MOST_STEPS = 13_000;

  /**
   * @throws IllegalArgumentException in words for the caller
   */
  public SeriesQuery {
    names = List.copyOf(names);
    if (names.isEmpty()) {
      throw new IllegalArgumentException("names has to hold at least one name");
    }
    Duration unit = step.compareTo(COARSE) < 0 ? FINE : COARSE;
    if (step.compareTo(FINE) < 0
        || step.compareTo(Duration.ofDays(90)) > 0
        || step.toSeconds() % unit.toSeconds() != 0) {
      throw new IllegalArgumentException(
          "step has to be a multiple of 10 seconds, from 600 on one of 600, at most 90 days");
    }
    if (!from.isBefore(until)) {
      throw new IllegalArgumentException("from has to be before until");
    }
    if (Duration.between(from, until).compareTo(step.multipliedBy(MOST_STEPS)) > 0) {
      throw new IllegalArgumentException(
          "from, until and step ask for more than " + MOST_STEPS + " steps");
    }
  }
}
