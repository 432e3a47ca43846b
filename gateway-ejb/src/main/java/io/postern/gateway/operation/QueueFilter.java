package io.postern.gateway.operation;

import java.util.Optional;

/**
 * What to look for in the queue; every condition given must hold.
 *
 * @param sender a mailbox, {@code @domain}, or {@code <>}
 * @param recipient a mailbox or {@code @domain}
 * @param subject is contained in the subject, in whatever case
 * @param after the id that the page before ended with
 * @param limit messages at most, 1 to {@value #MOST}
 */
public record QueueFilter(
    State state,
    Optional<String> sender,
    Optional<String> recipient,
    Optional<String> subject,
    Optional<String> after,
    int limit) {

  public static final int MOST = 500;

  /** Which messages: those with at least one such recipient. */
  public enum State {
    ALL,
    WAITING,
    HELD,
    QUARANTINED,
    /** Held or quarantined. */
    KEPT
  }

  /**
   * @throws IllegalArgumentException when the limit is out of its bounds
   */
  public QueueFilter {
    if (limit < 1 || limit > MOST) {
      throw new IllegalArgumentException("limit " + limit);
    }
  }
}
