package io.postern.gateway.operation;

import java.util.Optional;

/**
 * A page of the queue.
 *
 * @param after the id that the page before ended with
 * @param limit messages at most, 1 to {@value #MOST}
 */
public record QueueFilter(QueueConditions conditions, Optional<String> after, int limit) {

  public static final int MOST = 500;

  /**
   * @throws IllegalArgumentException when the limit is out of its bounds
   */
  public QueueFilter {
    if (limit < 1 || limit > MOST) {
      throw new IllegalArgumentException("limit " + limit);
    }
  }
}
