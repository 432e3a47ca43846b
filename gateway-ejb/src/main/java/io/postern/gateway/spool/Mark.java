package io.postern.gateway.spool;

import java.time.Instant;
import java.util.Map;

/**
 * The state of one recipient, for now or for good.
 *
 * @param recipient index into the message's recipients
 * @param facts for the audit journal, such as {@code next-hop}, {@code remote}, {@code reply},
 *     {@code attempt}
 */
public record Mark(
    SpoolId id, int recipient, RecipientState state, Instant at, Map<String, String> facts) {
  public Mark {
    facts = Map.copyOf(facts);
  }
}
