package io.postern.gateway.operation;

import io.postern.gateway.audit.EventNames;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What to look for in the audit journal; every condition given must hold.
 *
 * @param id the message's
 * @param peer the client's address
 * @param recipient a mailbox, or {@code @domain}
 * @param sender the reverse-path, in the same way; {@code <>} is the null reverse-path
 * @param event its name, such as {@code Delivered}
 * @param from the earliest time
 * @param until the first time no longer wanted
 * @param before only lines with smaller sequence numbers; {@link Long#MAX_VALUE} for all
 * @param limit lines to be found at most, 1 to 1,000
 */
public record JournalFilter(
    Optional<String> id,
    Optional<String> peer,
    Optional<String> recipient,
    Optional<String> sender,
    Optional<String> event,
    Optional<Instant> from,
    Optional<Instant> until,
    long before,
    int limit) {

  public static final int MOST = 1_000;

  /** The names that {@code event} can have. */
  public static final List<String> EVENTS = EventNames.ALL;

  public JournalFilter {
    if (limit < 1 || limit > MOST) {
      throw new IllegalArgumentException("limit must be 1 to " + MOST + ": " + limit);
    }
  }
}
