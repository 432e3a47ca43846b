package io.postern.gateway.callout;

/**
 * A share of the transactions. Whether a transaction belongs to it follows from its name alone, and
 * what belongs to a share belongs to each greater one.
 *
 * @param perMille 0 to 1000
 */
public record Share(int perMille) {

  /** No transaction. */
  public static final Share NONE = new Share(0);

  /**
   * @throws IllegalArgumentException when it is not 0 to 1000
   */
  public Share {
    if (perMille < 0 || perMille > 1000) {
      throw new IllegalArgumentException("a share is 0 to 1000 per mille: " + perMille);
    }
  }

  /**
   * Whether a transaction belongs to it.
   *
   * @param session its id, unique over restarts
   * @param transaction its number in the session
   */
  boolean takes(String session, int transaction) {
    return perMille > 0
        && Integer.remainderUnsigned(mixed(31 * session.hashCode() + transaction), 1000) < perMille;
  }

  /** Numbers that differ little become numbers that differ much (Murmur3's last step). */
  private static int mixed(int number) {
    int h = number;
    h ^= h >>> 16;
    h *= 0x85ebca6b;
    h ^= h >>> 13;
    h *= 0xc2b2ae35;
    return h ^ h >>> 16;
  }
}
