package io.postern.gateway.operation;

import io.postern.gateway.spool.QueueSelection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A decision about all messages in the queue at {@code startedAt} that meet conditions, and how far
 * it is.
 *
 * @param state of the recipients that are meant
 * @param sender of the messages that are meant: a mailbox, {@code @domain}, or {@code <>}
 * @param recipient that is meant: a mailbox or {@code @domain}
 * @param subject is contained in the subject of the messages that are meant; {@value #WITHHELD} for
 *     those who may not see subjects
 * @param reason one line; may be empty
 * @param endedAt absent while it runs
 * @param total messages to decide about, counted at the start; empty while they are counted
 * @param messages decided about
 * @param recipients decided about
 * @param left messages that could not be decided about, or not wholly, and stay as they are
 * @param refusals why, for the first {@value #MOST_REFUSALS} of them; each begins with the id
 */
public record BulkStatus(
    String id,
    QueueDecision.Kind action,
    QueueSelection state,
    Optional<String> sender,
    Optional<String> recipient,
    Optional<String> subject,
    String reason,
    String actor,
    Instant startedAt,
    Optional<Instant> endedAt,
    Progress progress,
    Optional<Long> total,
    long messages,
    long recipients,
    long left,
    List<String> refusals) {

  /** Refusals that are kept. */
  public static final int MOST_REFUSALS = 20;

  /** Stands for a subject that the reader may not see. */
  public static final String WITHHELD = "(withheld)";

  public BulkStatus {
    refusals = List.copyOf(refusals);
  }

  /** For those who may not see what messages say. */
  public BulkStatus withoutSubject() {
    return new BulkStatus(
        id,
        action,
        state,
        sender,
        recipient,
        subject.map(_ -> WITHHELD),
        reason,
        actor,
        startedAt,
        endedAt,
        progress,
        total,
        messages,
        recipients,
        left,
        refusals);
  }

  /** Whether it is under way. */
  public enum Progress {
    RUNNING,
    DONE,
    /** By an operator, or because the gateway ended; what was decided stays so. */
    STOPPED,
    /** The spool takes no decision; the last refusal says why. */
    FAILED
  }
}
