package io.postern.gateway.callout;

import io.postern.mail.Envelope;
import io.postern.mail.Recipient;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What an extension may change at a stage. */
public enum Change {
  /** The text of the greeting. */
  BANNER,
  /** What the reply to EHLO announces. */
  CAPABILITIES,
  REVERSE_PATH,
  /** Those of MAIL. */
  PARAMETERS,
  /** Which there are, or their parameters. */
  RECIPIENTS,
  HEADER,
  BODY;

  /** What differs between two values of a stage's subject; one object is not compared. */
  static Set<Change> between(Object before, Object after) {
    if (before == after) {
      return Set.of();
    }
    EnumSet<Change> changes = EnumSet.noneOf(Change.class);
    switch (before) {
      case MailVersion mail when after instanceof MailVersion now -> {
        addOfEnvelope(mail.envelope(), now.envelope(), changes);
        if (!mail.message().hasHeaderOf(now.message())) {
          changes.add(HEADER);
        }
        if (!mail.message().hasBodyOf(now.message())) {
          changes.add(BODY);
        }
      }
      case Envelope envelope when after instanceof Envelope now ->
          addOfEnvelope(envelope, now, changes);
      case List<?> recipients -> addIf(!recipients.equals(after), RECIPIENTS, changes);
      case String banner -> addIf(!banner.equals(after), BANNER, changes);
      default -> addIf(!before.equals(after), CAPABILITIES, changes);
    }
    return changes.isEmpty() ? Set.of() : changes;
  }

  private static void addOfEnvelope(Envelope before, Envelope after, Set<Change> changes) {
    if (before == after) {
      return;
    }
    addIf(!before.reversePath().equals(after.reversePath()), REVERSE_PATH, changes);
    addIf(!before.parameters().equals(after.parameters()), PARAMETERS, changes);
    List<Recipient> recipients = before.recipients();
    addIf(!recipients.equals(after.recipients()), RECIPIENTS, changes);
  }

  private static void addIf(boolean isChanged, Change change, Set<Change> changes) {
    if (isChanged) {
      changes.add(change);
    }
  }
}
