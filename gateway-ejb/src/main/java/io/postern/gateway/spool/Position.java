package io.postern.gateway.spool;

/** Positions in the log: the segment's sequence above, the offset in it below. */
final class Position {

  private Position() {}

  static long of(int sequence, int offset) {
    return (long) sequence << 32 | offset;
  }

  static int sequence(long position) {
    return (int) (position >>> 32);
  }

  static int offset(long position) {
    return (int) position;
  }
}
