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
   */
  record Waiting(int attempts, Instant notBefore) implements RecipientState {}

  /** Kept undelivered until an operator decides. */
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
