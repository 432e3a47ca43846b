package io.postern.gateway.spool;

import io.postern.gateway.spool.log.Position;

/**
 * Names a spooled message: unique over all nodes and restarts, growing with time of acceptance.
 *
 * @param value positive: milliseconds since 1970, then 6 bits that are the number of the node, then
 *     14 that count
 */
public record SpoolId(long value) implements Comparable<SpoolId> {

  private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final int LENGTH = 13;
  private static final int COUNT_BITS = 14;

  /** The highest number that a node can have. */
  public static final int LAST_NODE = Position.LAST_NODE;

  private static final int NODE_BITS = Integer.bitCount(LAST_NODE);

  private static final long COUNTS = (1 << COUNT_BITS) - 1;

  public SpoolId {
    if (value <= 0) {
      throw new IllegalArgumentException("spool id must be positive: " + value);
    }
  }

  /**
   * Reads what {@link #toString} wrote.
   *
   * @throws IllegalArgumentException when the text is not 13 characters as {@link #toString} writes
   *     them
   */
  public static SpoolId parse(String text) {
    if (text.length() != LENGTH) {
      throw new IllegalArgumentException("not a spool id: " + text);
    }
    long value = 0;
    for (int i = 0; i < LENGTH; i++) {
      int digit = DIGITS.indexOf(text.charAt(i));
      if (digit < 0 || (i == 0 && digit > 7)) {
        throw new IllegalArgumentException("not a spool id: " + text);
      }
      value = value << 5 | digit;
    }
    return new SpoolId(value);
  }

  /**
   * The id of a count that goes up by one with each id of the node, through the milliseconds: when
   * those of one are used up, it goes on into the next.
   */
  static long of(long count, int node) {
    return ((count >>> COUNT_BITS) << NODE_BITS | node) << COUNT_BITS | (count & COUNTS);
  }

  /** The lowest count of a millisecond. */
  static long count(long millis) {
    return millis << COUNT_BITS;
  }

  /** The lowest count all of whose ids are above this value, whatever node gave that out. */
  static long countAbove(long value) {
    return count((value >>> COUNT_BITS + NODE_BITS) + 1);
  }

  /**
   * The number of the node that gave it out. Versions that knew of no node counted on into its bits
   * when they gave out more than 16,384 ids in the ten minutes after a start; such ids may read as
   * those of another node.
   */
  public int node() {
    return (int) (value >>> COUNT_BITS) & LAST_NODE;
  }

  @Override
  public int compareTo(SpoolId other) {
    return Long.compare(value, other.value);
  }

  /** 13 characters of Crockford's base 32, so that text sorts as the ids do. */
  @Override
  public String toString() {
    char[] text = new char[LENGTH];
    long rest = value;
    for (int i = LENGTH - 1; i >= 0; i--) {
      text[i] = DIGITS.charAt((int) (rest & 31));
      rest >>>= 5;
    }
    return new String(text);
  }
}
