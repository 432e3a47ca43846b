package io.postern.gateway.series;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What is kept over time. The order is that of the columns of the file; a new one goes to the end
 * and changes the file's format.
 */
public enum SeriesName {
  /** Messages answered 250. */
  ACCEPTED("accepted", "messages", Kind.COUNT),
  /** Recipients that a next hop took. */
  DELIVERED("delivered", "recipients", Kind.COUNT),
  /** Attempts that failed and will be repeated. */
  DEFERRED("deferred", "attempts", Kind.COUNT),
  /** Recipients given up. */
  FAILED("failed", "recipients", Kind.COUNT),
  /** Messages and recipients refused. */
  REJECTED("rejected", "refusals", Kind.COUNT),
  /** From the final dot until the message is on disk, half of the messages took no longer. */
  LATENCY_P50("latency-p50", "microseconds", Kind.HIGHEST),
  /** The same for 99 of 100 messages. */
  LATENCY_P99("latency-p99", "microseconds", Kind.HIGHEST),
  /** Messages that wait for delivery. */
  QUEUE("queue", "messages", Kind.HIGHEST),
  /** Free space of the spool's disk. */
  DISK("disk", "octets", Kind.LOWEST);

  /** How values of several intervals make one. */
  private enum Kind {
    COUNT,
    HIGHEST,
    LOWEST
  }

  /** No value; none that is measured is negative. */
  static final long ABSENT = -1;

  static final int COLUMNS = values().length;

  private final String word;
  private final String unit;
  private final Kind kind;

  SeriesName(String word, String unit, Kind kind) {
    this.word = word;
    this.unit = unit;
    this.kind = kind;
  }

  /** As queries name it. */
  public String word() {
    return word;
  }

  /** What its values count, in the plural. */
  public String unit() {
    return unit;
  }

  /** The one that a word names. */
  public static Optional<SeriesName> of(String word) {
    return Arrays.stream(values()).filter(name -> name.word.equals(word)).findFirst();
  }

  /** All, as queries name them. */
  public static List<String> words() {
    return Arrays.stream(values()).map(SeriesName::word).toList();
  }

  /** The value of two intervals together; {@link #ABSENT} when neither has one. */
  long together(long one, long other) {
    if (one == ABSENT || other == ABSENT) {
      return Math.max(one, other);
    }
    return switch (kind) {
      case COUNT -> one + other;
      case HIGHEST -> Math.max(one, other);
      case LOWEST -> Math.min(one, other);
    };
  }
}
