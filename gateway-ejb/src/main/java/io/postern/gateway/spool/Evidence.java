package io.postern.gateway.spool;

/**
 * What is known of the spool outside of its folder when it opens. The spool compares it with what
 * it finds; what is known and not there is lost.
 *
 * @param position highest position that a committed record is known to have, -1 for none
 * @param unfinished messages known to be accepted and not finished, as of {@code unfinishedAt}; the
 *     spool takes a copy
 * @param unfinishedAt position up to which {@code unfinished} counts; marks behind it are in the
 *     spool alone
 * @param certain whether everything that could have finished one of them up to there was readable
 * @param lastCount how many messages were unfinished when that was last written down, -1 when it is
 *     not known; only asked when nothing better is there
 * @param highestId highest id that a message is known to have, 0 for none; no id up to it is given
 *     out again
 */
public record Evidence(
    long position,
    UnfinishedCounts unfinished,
    long unfinishedAt,
    boolean certain,
    int lastCount,
    long highestId) {

  /** Nothing is known. */
  public static Evidence none() {
    return new Evidence(-1, new UnfinishedCounts(), -1, true, -1, 0);
  }
}
