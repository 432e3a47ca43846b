package io.postern.gateway.operation;

import io.postern.gateway.spool.QueueSelection;
import io.postern.gateway.spool.QueuedMessage;
import io.postern.gateway.spool.RecipientState;
import io.postern.mail.Mailbox;
import java.util.Locale;
import java.util.Optional;

/**
 * Which messages of the queue are meant, and which of their recipients; every condition given must
 * hold.
 *
 * @param state of a recipient; it must hold for the same recipient as {@code recipient}
 * @param sender a mailbox, {@code @domain}, or {@code <>}
 * @param recipient a mailbox or {@code @domain}
 * @param subject is contained in the subject, in whatever case
 */
public record QueueConditions(
    QueueSelection state,
    Optional<String> sender,
    Optional<String> recipient,
    Optional<String> subject) {

  /** Whether a message that the spool lists under the state cannot fail the conditions. */
  boolean isStateAlone() {
    return sender.isEmpty() && recipient.isEmpty() && subject.isEmpty();
  }

  /** Whether sender and subject fit, and some recipient does. */
  boolean match(QueuedMessage message) {
    if (!isSentBy(message) || !isAbout(message)) {
      return false;
    }
    for (int i = 0; i < message.states().size(); i++) {
      if (match(message.envelope().recipients().get(i).mailbox(), message.states().get(i))) {
        return true;
      }
    }
    return false;
  }

  /** Whether a recipient of a message that matches is meant. */
  boolean match(Mailbox mailbox, RecipientState recipientState) {
    boolean inState =
        switch (recipientState) {
          case RecipientState.Waiting _ ->
              state == QueueSelection.ALL || state == QueueSelection.WAITING;
          case RecipientState.Held _ ->
              state == QueueSelection.ALL
                  || state == QueueSelection.HELD
                  || state == QueueSelection.KEPT;
          case RecipientState.Quarantined _ ->
              state == QueueSelection.ALL
                  || state == QueueSelection.QUARANTINED
                  || state == QueueSelection.KEPT;
          case RecipientState.Finished _ -> false;
        };
    return inState && recipient.map(wanted -> isNamed(mailbox.toString(), wanted)).orElse(true);
  }

  private boolean isSentBy(QueuedMessage message) {
    String reversePath = message.envelope().reversePath().toString();
    return sender
        .map(wanted -> wanted.equals("<>") ? reversePath.isEmpty() : isNamed(reversePath, wanted))
        .orElse(true);
  }

  private boolean isAbout(QueuedMessage message) {
    if (subject.isEmpty()) {
      return true;
    }
    String wanted = subject.get().toLowerCase(Locale.ROOT);
    return message.facts().entrySet().stream()
        .anyMatch(
            fact ->
                fact.getKey().startsWith("subject")
                    && fact.getValue().toLowerCase(Locale.ROOT).contains(wanted));
  }

  /** A mailbox, or {@code @domain}; in whatever case, as people search. */
  private static boolean isNamed(String mailbox, String wanted) {
    return wanted.startsWith("@")
        ? mailbox.toLowerCase(Locale.ROOT).endsWith(wanted.toLowerCase(Locale.ROOT))
        : mailbox.equalsIgnoreCase(wanted);
  }
}
