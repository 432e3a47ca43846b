package io.postern.gateway.delivery;

import io.postern.gateway.disposition.Outcome;
import java.time.Duration;
import java.util.List;

/** What a lane's session did with a message. */
sealed interface Sending {

  /**
   * It was tried.
   *
   * @param outcomes one per recipient
   */
  record Tried(List<Outcome> outcomes) implements Sending {}

  /** It was not tried: the server wants no more sessions than other workers have. */
  record Crowded() implements Sending {}

  /**
   * It was not tried: the next hop is paused after a failed connection.
   *
   * @param failure of that connection
   * @param left of the pause
   */
  record Paused(Outcome failure, Duration left) implements Sending {}
}
