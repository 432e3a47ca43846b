package io.postern.gateway.search;

import io.postern.gateway.audit.CalloutLogLine;
import io.postern.gateway.audit.CalloutStep;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What happened to one message, from the connection to the last disposition of each recipient, as
 * far as the journal has it. All texts are as hostile as the mail they came from.
 *
 * @param session the session in which it came
 * @param envelope absent when it was not accepted, or its acceptance is not in the journal any more
 * @param refusal the reply with which it was refused
 * @param extensions what each extension did, in the order in which they were asked
 * @param extensionsOmitted how many more that were not recorded
 * @param logged what extensions logged meanwhile, in that order
 * @param loggedOmitted how many more lines that were not recorded
 * @param recipients in the order of the envelope
 * @param acts what administrators did to it, in their order
 * @param reports delivery reports that were written about it
 * @param finished whether every recipient has its last disposition
 * @param finishedAt when the last recipient had it
 * @param spoolMillis milliseconds from reception until then, or until the last event
 */
public record MessageStory(
    String id,
    Optional<StorySession> session,
    Optional<StoryAccepted> envelope,
    Optional<String> refusal,
    List<StoryStep> extensions,
    long extensionsOmitted,
    List<StoryLog> logged,
    long loggedOmitted,
    List<StoryRecipient> recipients,
    List<StoryAct> acts,
    List<StoryReport> reports,
    boolean finished,
    Optional<Instant> finishedAt,
    OptionalLong spoolMillis) {

  public MessageStory {
    extensions = List.copyOf(extensions);
    logged = List.copyOf(logged);
    recipients = List.copyOf(recipients);
    acts = List.copyOf(acts);
    reports = List.copyOf(reports);
  }

  /**
   * The SMTP session.
   *
   * @param peer the client's address and port
   * @param relayDecision why the mail was passed on
   * @param openedAt when the client was greeted
   * @param endedAt when the session ended
   * @param ended why it ended
   */
  public record StorySession(
      String id,
      Optional<String> listener,
      Optional<String> peer,
      Optional<String> helo,
      Optional<String> protocol,
      Optional<String> relayDecision,
      Optional<Instant> openedAt,
      Optional<Instant> endedAt,
      Optional<String> ended) {}

  /**
   * The message as it was accepted.
   *
   * @param at when it was received
   * @param sender the reverse-path, empty for the null reverse-path
   * @param size octets of the content as spooled
   * @param messageId the header field
   * @param from its encoded words decoded (RFC 2047)
   * @param to likewise
   * @param subject likewise
   * @param quarantined why it was kept instead of delivered
   * @param withheld names of members of the line that the reader may not see, divided by spaces
   */
  public record StoryAccepted(
      Instant at,
      String sender,
      OptionalLong size,
      Optional<String> messageId,
      Optional<String> from,
      Optional<String> to,
      Optional<String> subject,
      Optional<String> quarantined,
      Optional<String> withheld) {}

  /**
   * What one extension did.
   *
   * @param at when that was recorded
   */
  public record StoryStep(Instant at, CalloutStep step) {}

  /**
   * What an extension logged.
   *
   * @param at when that was recorded
   */
  public record StoryLog(Instant at, CalloutLogLine line) {}

  /** How a recipient stands. */
  public enum StoryState {
    /** Nothing was tried yet. */
    QUEUED,
    /** An attempt is under way, or its result is not on record. */
    IN_ATTEMPT,
    DEFERRED,
    POSTPONED,
    HELD,
    QUARANTINED,
    RELEASED,
    DELIVERED,
    FAILED,
    EXPIRED,
    DISCARDED,
    LOST,
    DAMAGED;

    boolean isFinal() {
      return switch (this) {
        case DELIVERED, FAILED, EXPIRED, DISCARDED, LOST, DAMAGED -> true;
        case QUEUED, IN_ATTEMPT, DEFERRED, POSTPONED, HELD, QUARANTINED, RELEASED -> false;
      };
    }
  }

  /**
   * A recipient.
   *
   * @param since when it came into its state
   * @param reply the last, or what happened instead of one
   * @param by the administrator or the extension that decided
   * @param nextAttempt not before then
   * @param next what happens next, or what can be done, in a sentence; empty when nothing does
   * @param report id of the report that was written
   */
  public record StoryRecipient(
      String mailbox,
      StoryState state,
      Optional<Instant> since,
      Optional<String> reply,
      Optional<String> by,
      Optional<Instant> nextAttempt,
      Optional<String> next,
      Optional<String> report,
      List<StoryAttempt> attempts) {

    public StoryRecipient {
      attempts = List.copyOf(attempts);
    }
  }

  /**
   * One attempt at delivery.
   *
   * @param number from 1
   * @param begunAt when the transaction began; absent where only its result was recorded
   * @param endedAt when its result was recorded
   * @param remote address and port, when there was a connection
   * @param result {@code Delivered}, {@code Deferred}, {@code Failed} or {@code Expired}
   * @param status enhanced status code
   * @param reply or what happened instead of one
   * @param tookMillis milliseconds of the attempt
   */
  public record StoryAttempt(
      int number,
      Optional<Instant> begunAt,
      Optional<Instant> endedAt,
      Optional<String> nextHop,
      Optional<String> remote,
      Optional<String> result,
      Optional<String> status,
      Optional<String> reply,
      OptionalLong tookMillis) {}

  /**
   * What an administrator did.
   *
   * @param action such as {@code mail released}
   * @param actor who
   */
  public record StoryAct(
      Instant at, String action, Optional<String> actor, Optional<String> reason) {}

  /**
   * A delivery report (RFC 3464) about recipients of the message; itself a message with a story.
   *
   * @param recipients whom it is about
   * @param sentTo the sender of the message
   * @param last the last event of the report
   */
  public record StoryReport(
      String id, List<String> recipients, Optional<String> sentTo, Optional<String> last) {

    public StoryReport {
      recipients = List.copyOf(recipients);
    }
  }
}
