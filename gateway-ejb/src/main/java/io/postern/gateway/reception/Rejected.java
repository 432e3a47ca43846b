package io.postern.gateway.reception;

import io.postern.mail.Reply;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A client was refused something, for good (5xx) or for now (4xx).
 *
 * @param facts of the session and, when there is one, the transaction: the keys of {@link Facts}
 * @param decidedBy the extension whose verdict it was; empty when it was the gateway's own rule
 */
public record Rejected(
    Map<String, String> facts, Stage stage, Reply reply, Optional<String> decidedBy, Instant at) {
  public Rejected {
    facts = Map.copyOf(facts);
  }
}
