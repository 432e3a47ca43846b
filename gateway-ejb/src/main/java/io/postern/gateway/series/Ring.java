package io.postern.gateway.series;

import java.util.Arrays;

/**
 * The values of the latest intervals of one length. An interval is numbered from the epoch; a slot
 * holds the interval whose number leaves its index, so that an interval that was not written is a
 * gap without being cleared. Thread-safe.
 */
final class Ring {

  private final int seconds;
  private final long[] intervals;
  private final long[] values;

  /**
   * @param seconds length of an interval
   * @param size intervals kept
   */
  Ring(int seconds, int size) {
    this.seconds = seconds;
    intervals = new long[size];
    values = new long[size * SeriesName.COLUMNS];
    Arrays.fill(intervals, -1);
  }

  int seconds() {
    return seconds;
  }

  int size() {
    return intervals.length;
  }

  /** Where an interval is, if it is anywhere. */
  int slot(long interval) {
    return (int) Math.floorMod(interval, (long) intervals.length);
  }

  /**
   * Adds to an interval, or begins it; an older one in its place is forgotten.
   *
   * @param added one for each series, or {@link SeriesName#ABSENT}
   * @return what the interval has now
   */
  synchronized long[] add(long interval, long[] added) {
    int slot = slot(interval);
    int at = slot * SeriesName.COLUMNS;
    if (intervals[slot] != interval) {
      intervals[slot] = interval;
      Arrays.fill(values, at, at + SeriesName.COLUMNS, SeriesName.ABSENT);
    }
    for (SeriesName name : SeriesName.values()) {
      int column = name.ordinal();
      values[at + column] = name.together(values[at + column], added[column]);
    }
    return Arrays.copyOfRange(values, at, at + SeriesName.COLUMNS);
  }

  /** Takes what an interval has. */
  @FunctionalInterface
  interface Visitor {
    void visit(long interval, long[] values);
  }

  /** Every interval that was written, in the order of the slots. */
  synchronized void forEach(Visitor visitor) {
    for (int slot = 0; slot < intervals.length; slot++) {
      if (intervals[slot] >= 0) {
        int at = slot * SeriesName.COLUMNS;
        visitor.visit(intervals[slot], Arrays.copyOfRange(values, at, at + SeriesName.COLUMNS));
      }
    }
  }

  /** The value of intervals together; {@link SeriesName#ABSENT} when none of them has one. */
  synchronized long together(SeriesName name, long first, long behind) {
    long value = SeriesName.ABSENT;
    for (long interval = first; interval < behind; interval++) {
      int slot = slot(interval);
      if (intervals[slot] == interval) {
        value = name.together(value, values[slot * SeriesName.COLUMNS + name.ordinal()]);
      }
    }
    return value;
  }
}
