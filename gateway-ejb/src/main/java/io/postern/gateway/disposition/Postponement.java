package io.postern.gateway.disposition;

import io.postern.gateway.routing.Destination;
import io.postern.gateway.routing.NextHop;
import io.postern.gateway.spool.SpooledMessage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Recipients that were due and not tried, since their destination is paused.
 *
 * @param recipients indexes into the message's recipients
 * @param attempts how many were made so far
 * @param failure of the connection that the pause follows
 * @param host with which it failed; empty when none was known
 * @param left of the pause
 * @param first whether these recipients were not postponed since their last attempt
 */
public record Postponement(
    SpooledMessage message,
    Destination destination,
    List<Integer> recipients,
    int attempts,
    Outcome failure,
    Optional<NextHop> host,
    Duration left,
    boolean first) {

  /** Why a postponed recipient's ticket is queued. */
  public static final String REASON = "postponed";

  public Postponement {
    recipients = List.copyOf(recipients);
  }
}
