package io.postern.gateway.delivery.smtp;

import io.postern.gateway.disposition.Outcome;
import java.util.List;

/**
 * What one transaction came to.
 *
 * @param outcomes one per recipient, in their order
 * @param stale whether the session had ended before this transaction began, as servers do with
 *     sessions that idle or have had enough transactions: nothing was tried, a new session may be
 */
public record Transfer(List<Outcome> outcomes, boolean stale) {
  public Transfer {
    outcomes = List.copyOf(outcomes);
  }
}
