package io.postern.gateway.spool;

import java.time.Instant;

/**
 * Where a recipient of a spooled message stands. The table of states is in docs/spool-states.md.
 */
public sealed interface RecipientState {

  /**
   * To be delivered.
   *
   * @param attempts how many were made
   * @param notBefore when the next may be made
   * @param released whether an operator released it from hold, so that a route that holds mail does
   *     not keep it again
   */
  record Waiting(int attempts, Instant notBefore, boolean released) implements RecipientState {

    /** Not released by an operator. */
    public Waiting(int attempts, Instant notBefore) {
      this(attempts, notBefore, false);
    }
  }

  /**
   * Kept by a route that holds mail, until that route changes or an operator decides.
   *
   * @param attempts how many were made before
   */
  record Held(int attempts) implements RecipientState {}

  /** Kept by a verdict until an operator decides. */
  record Quarantined() implements RecipientState {}

  /** Nothing is left to do. */
  record Finished(Ending ending) implements RecipientState {}

  /** How a recipient ended. The order is part of the disk format. */
  enum Ending {
    DELIVERED,
    FAILED,
    EXPIRED,
    DISCARDED
  }
}
