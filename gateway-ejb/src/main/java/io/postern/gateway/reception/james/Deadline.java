package io.postern.gateway.reception.james;

/**
 * Until when a command or content must be complete.
 *
 * @param at of {@link System#nanoTime}
 * @param atWhenScarce when a tenth of the time is over, which is all while sessions are scarce
 */
record Deadline(long at, long atWhenScarce) {

  static Deadline in(long nanos) {
    long now = System.nanoTime();
    return new Deadline(now + nanos, now + nanos / 10);
  }
}
