package io.postern.gateway.export.file;

import java.time.LocalDate;

/**
 * When a file is full, and how long it is kept then.
 *
 * @param size octets of a file, at most, but for one whose first event is longer
 * @param daily whether each day has a file of its own
 * @param keep files beside the one that is written
 * @param keepDays how long they are kept
 */
record Rotation(long size, boolean daily, int keep, int keepDays) {

  /**
   * Whether an event belongs into a further file. Events come nearly in the order of their times;
   * one of the day before begins no file.
   *
   * @param length of the present file
   * @param day of the present file
   */
  boolean isDue(long length, LocalDate day, int octets, LocalDate of) {
    return length + octets > size || (daily && (of.isAfter(day) || of.isBefore(day.minusDays(1))));
  }
}
