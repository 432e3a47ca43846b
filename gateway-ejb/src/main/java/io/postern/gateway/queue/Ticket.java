package io.postern.gateway.queue;

import io.postern.gateway.routing.Destination;
import io.postern.gateway.spool.SpoolId;
import java.util.List;

/**
 * A queue entry: names the message, never holds content.
 *
 * @param recipients indexes into the message's recipients, all with this destination
 * @param attempt the number of the attempt to be made, from 1
 * @param reason why it is queued, for people, such as {@code accepted}, {@code retry}, {@code
 *     recovered}
 */
public record Ticket(
    SpoolId id, List<Integer> recipients, Destination destination, int attempt, String reason) {
  public Ticket {
    recipients = List.copyOf(recipients);
  }
}
