package io.postern.gateway.operation;

import io.postern.gateway.audit.WithheldContent;
import java.time.Instant;
import java.util.Optional;

/**
 * An event that an export target refused.
 *
 * @param sequence number of the journal's line
 * @param reason what the target said
 * @param event the event's name
 * @param id the message, when it is about one
 * @param line as it stands in the journal
 */
public record RefusedEvent(
    long sequence,
    Instant refusedAt,
    String reason,
    String event,
    Optional<String> id,
    String line) {

  private static final String WITHHELD = "(withheld: it may quote the message)";

  /** For those who may not see what messages say; databases quote the row that they refuse. */
  public RefusedEvent withoutContent() {
    String seen = WithheldContent.of(line);
    return seen.equals(line)
        ? this
        : new RefusedEvent(sequence, refusedAt, WITHHELD, event, id, seen);
  }
}
