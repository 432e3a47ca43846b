package io.postern.gateway.delivery;

import io.postern.gateway.disposition.Outcome;
import io.postern.gateway.routing.NextHop;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

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
   * It was not tried: the destination is paused after a failed connection.
   *
   * @param failure of that connection
   * @param host with which it failed; empty when none was known
   * @param left of the pause
   */
  record Paused(Outcome failure, Optional<NextHop> host, Duration left) implements Sending {}
}
