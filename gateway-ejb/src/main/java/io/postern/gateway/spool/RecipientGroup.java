package io.postern.gateway.spool;

import java.time.Instant;
import java.util.List;

/**
 * Recipients of one unfinished message at one domain that stand alike; known without a look at the
 * disk.
 *
 * @param domain the recipients', in lower case; empty for the domain-less postmaster
 * @param sender the reverse-path's domain, in lower case; empty for the null reverse-path
 * @param receivedAt to the second
 * @param state not finished; of waiting ones it has the next attempt
 * @param indexes into the message's recipients, at least one
 * @param size octets of the message's content
 */
public record RecipientGroup(
    SpoolId id,
    String domain,
    String sender,
    Instant receivedAt,
    RecipientState state,
    List<Integer> indexes,
    long size) {

  /** How many. */
  public int recipients() {
    return indexes.size();
  }
}
