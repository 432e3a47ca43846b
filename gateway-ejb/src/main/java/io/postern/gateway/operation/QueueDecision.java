package io.postern.gateway.operation;

import java.util.List;

/**
 * What an operator decides about recipients of a message. Those that are held or quarantined can be
 * released; these and those that wait can be bounced and deleted.
 *
 * @param recipients mailboxes; empty for all that can leave this way
 * @param reason one line for the record; stands in a bounce's report to the sender too. May be
 *     empty
 */
public record QueueDecision(Kind kind, List<String> recipients, String reason) {

  /** Characters of a reason. */
  public static final int LONGEST_REASON = 200;

  /** The ways out. */
  public enum Kind {
    RELEASE,
    BOUNCE,
    DELETE
  }

  /**
   * @throws IllegalArgumentException when the reason is too long or not one line
   */
  public QueueDecision {
    recipients = List.copyOf(recipients);
    if (reason.length() > LONGEST_REASON || reason.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "a reason is one line of at most " + LONGEST_REASON + " characters");
    }
  }
}
