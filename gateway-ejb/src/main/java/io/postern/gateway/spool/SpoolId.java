package io.postern.gateway.spool;

/**
 * Names a spooled message: unique in this gateway over restarts, growing with time of acceptance.
 *
 * @param value positive
 */
public record SpoolId(long value) implements Comparable<SpoolId> {

  private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final int LENGTH = 13;

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
