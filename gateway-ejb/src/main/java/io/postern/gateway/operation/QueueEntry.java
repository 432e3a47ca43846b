package io.postern.gateway.operation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A message in the queue. Its texts are as they came from outside.
 *
 * @param sender the reverse-path, empty for the null reverse-path
 * @param size octets
 * @param subject its encoded words decoded (RFC 2047)
 * @param from likewise
 * @param peer the client's address and port
 * @param reason why it was quarantined
 * @param decidedBy the extension whose verdict it was
 * @param withheld whether there may be a subject that the reader may not see
 * @param header the header section, where it was asked for, cut after {@value #LONGEST_HEADER}
 *     octets
 */
public record QueueEntry(
    String id,
    String sender,
    List<Recipient> recipients,
    Instant receivedAt,
    long size,
    Optional<String> subject,
    Optional<String> from,
    Optional<String> peer,
    Optional<String> reason,
    Optional<String> decidedBy,
    boolean withheld,
    Optional<String> header) {

  /** Octets of a header section that are shown. */
  public static final int LONGEST_HEADER = 16 << 10;

  public QueueEntry {
    recipients = List.copyOf(recipients);
  }

  /** For those who may not see what messages say. */
  public QueueEntry withoutSubject() {
    return new QueueEntry(
        id,
        sender,
        recipients,
        receivedAt,
        size,
        Optional.empty(),
        from,
        peer,
        reason,
        decidedBy,
        true,
        Optional.empty());
  }

  /** How a recipient stands. */
  public enum State {
    WAITING,
    HELD,
    QUARANTINED,
    FINISHED
  }

  /**
   * @param attempts made so far
   * @param notBefore when the next is made; empty unless it waits
   */
  public record Recipient(String mailbox, State state, int attempts, Optional<Instant> notBefore) {}
}
