package io.postern.gateway.delivery;

import io.postern.gateway.spool.SpoolId;
import java.time.Duration;
import java.util.List;

/**
 * Recipients without a route.
 *
 * @param recipients indexes into the message's recipients
 * @param attempt the number of the attempt that cannot be made
 * @param delay before it is to be looked at
 */
record Unroutable(
    SpoolId id, List<Integer> recipients, int attempt, Duration delay, String reason) {
  Unroutable {
    recipients = List.copyOf(recipients);
  }
}
