package io.postern.gateway.disposition;

import io.postern.gateway.routing.Destination;
import io.postern.gateway.routing.NextHop;
import io.postern.gateway.spool.SpooledMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An attempt that was made.
 *
 * @param number from 1
 * @param destination empty when there was no route
 * @param host of the destination that was asked last; empty when none was
 * @param remote address and port talked to, when there was a connection
 * @param connecting how long it took to open a session, or to fail at that; empty when none had to
 *     be opened
 * @param recipients indexes into the message's recipients
 * @param outcomes one per recipient tried, in the same order
 * @param endedAt by the wall clock
 */
public record Attempt(
    SpooledMessage message,
    int number,
    Optional<Destination> destination,
    Optional<NextHop> host,
    Optional<String> remote,
    Optional<Duration> connecting,
    List<Integer> recipients,
    List<Outcome> outcomes,
    Instant endedAt,
    Duration took) {

  public Attempt {
    recipients = List.copyOf(recipients);
    outcomes = List.copyOf(outcomes);
    if (recipients.size() != outcomes.size()) {
      throw new IllegalArgumentException(
          recipients.size() + " recipients with " + outcomes.size() + " outcomes");
    }
  }

  /** When it began, by the wall clock. */
  Instant begunAt() {
    return endedAt.minus(took);
  }
}
