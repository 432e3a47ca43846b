package io.postern.gateway.audit;

import io.postern.gateway.spool.SpoolId;
import io.postern.mail.Mailbox;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Something to be recorded that the spool does not report.
 *
 * @param event its name, such as {@code Rejected}; docs/journal.md lists them
 * @param id the message it happened to, when there is one
 * @param recipients whom it concerns, when these are several; one alone is the fact {@code
 *     recipient}
 * @param facts by the names of docs/journal.md; what comes from outside may stand in them as it
 *     came
 */
public record JournalEvent(
    String event,
    Optional<SpoolId> id,
    Instant at,
    List<Mailbox> recipients,
    Map<String, String> facts) {

  /** A command or message was refused; the only kind that may be dropped in a flood. */
  public static final String REJECTED = "Rejected";

  /** An accepted message is not in the spool any more and was not finished. */
  public static final String LOST = "Lost";

  /** Sums up what a start found to be lost. */
  public static final String MESSAGES_LOST = "MessagesLost";

  /** Lines were removed, or cannot be read, though somebody had not read them. */
  public static final String HISTORY_LOST = "HistoryLost";

  /** Further refusals of one kind to one client, which have no line each. */
  public static final String REJECTED_REPEATEDLY = "RejectedRepeatedly";

  /** A callout threw, was late, or its extension could not be used. */
  public static final String EXTENSION_FAILED = "ExtensionFailed";

  /** A callout met content that cannot be parsed; its policy for that was applied. */
  public static final String UNPARSABLE = "Unparsable";

  /** An administrator changed or released something. */
  public static final String ADMINISTRATOR_ACTED = "AdministratorActed";

  /** A condition began that an operator must know of until it ends, or it changed. */
  public static final String NOTICE_RAISED = "NoticeRaised";

  /** Such a condition ended. */
  public static final String NOTICE_CLEARED = "NoticeCleared";

  /**
   * @throws IllegalArgumentException when the name is not one capital and up to 39 further ASCII
   *     letters
   */
  public JournalEvent {
    if (!isName(event)) {
      throw new IllegalArgumentException("not the name of an event: " + event.length() + " chars");
    }
    recipients = List.copyOf(recipients);
    facts = Map.copyOf(facts);
  }

  /** Without a list of recipients. */
  public JournalEvent(String event, Optional<SpoolId> id, Instant at, Map<String, String> facts) {
    this(event, id, at, List.of(), facts);
  }

  static boolean isName(String text) {
    if (text.isEmpty() || text.length() > 40 || text.charAt(0) > 'Z') {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!(c >= 'A' && c <= 'Z') && !(c >= 'a' && c <= 'z')) {
        return false;
      }
    }
    return true;
  }

  boolean mayBeDropped() {
    return event.equals(REJECTED);
  }
}
