package io.postern.gateway.spool.log;

import java.util.Locale;

/**
 * Positions in the log: the segment's sequence above, the offset in it below. A sequence has the
 * number of the node whose log it is in its upper 6 of 31 bits and counts in the lower 25. What was
 * written before there were nodes is of node 0.
 */
public final class Position {

  /** The highest number that a node can have. */
  public static final int LAST_NODE = 63;

  private static final int COUNT_BITS = 25;
  private static final int LAST_COUNT = (1 << COUNT_BITS) - 1;

  private Position() {}

  public static long of(int sequence, int offset) {
    return (long) sequence << 32 | offset;
  }

  public static int sequence(long position) {
    return (int) (position >>> 32);
  }

  public static int offset(long position) {
    return (int) position;
  }

  /** A segment's sequence padded to eight digits, as file names and messages show it. */
  public static String digits(int sequence) {
    return String.format(Locale.ROOT, "%08d", sequence);
  }

  /** The node in whose log a segment is. */
  public static int node(int sequence) {
    return sequence >>> COUNT_BITS;
  }

  /**
   * The sequence behind the last one of a node's log.
   *
   * @param last 0 for none, or one of node 0 in whose log the node goes on
   * @throws IllegalStateException when the log is of another node, or the node has none left
   */
  static int next(int node, int last) {
    if (node(last) != node && node(last) != 0) {
      throw new IllegalStateException(
          "the log is of node %d, not of node %d".formatted(node(last), node));
    }
    int next = Math.max(last, node << COUNT_BITS) + 1;
    if (node(next) != node) {
      throw new IllegalStateException(
          "node %d has begun all %d segments that a log can have".formatted(node, LAST_COUNT));
    }
    return next;
  }
}
