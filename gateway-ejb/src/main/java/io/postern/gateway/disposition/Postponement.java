package io.postern.gateway.disposition;

import io.postern.gateway.routing.NextHop;
import io.postern.gateway.spool.SpooledMessage;
import java.time.Duration;
import java.util.List;

/**
 * Recipients that were due and not tried, since their next hop is paused.
 *
 * @param recipients indexes into the message's recipients
 * @param attempts how many were made so far
 * @param failure of the connection that the pause follows
 * @param left of the pause
 * @param first whether these recipients were not postponed since their last attempt
 */
public record Postponement(
    SpooledMessage message,
    NextHop nextHop,
    List<Integer> recipients,
    int attempts,
    Outcome failure,
    Duration left,
    boolean first) {

  /** Why a postponed recipient's ticket is queued. */
  public static final String REASON = "postponed";

  public Postponement {
    recipients = List.copyOf(recipients);
  }
}
