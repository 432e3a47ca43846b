package io.postern.gateway.callout;

import io.postern.gateway.callout.message.Lease;
import io.postern.mail.Envelope;
import io.postern.mail.Mailbox;
import io.postern.session.Session;
import io.postern.validation.RecipientGiven;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@link Stage#RECIPIENT_GIVEN}; the subject is the mailboxes taken, the one that was given or
 * rewritten first.
 */
final class RecipientEvent extends StageEvent<List<Mailbox>> implements RecipientGiven {

  private final EnvelopeDraft envelope;
  private final Map<String, String> parameters;
  private final List<Mailbox> before;
  private @Nullable List<Mailbox> changed;

  RecipientEvent(
      Lease lease,
      Session session,
      Paths soFar,
      List<Mailbox> mailboxes,
      Map<String, String> parameters) {
    super(lease, session);
    this.envelope = new EnvelopeDraft(lease, soFar, false);
    this.before = mailboxes;
    this.parameters = parameters;
  }

  @Override
  public Mailbox recipient() {
    lease.check();
    return changed == null ? before.getFirst() : changed.getFirst();
  }

  @Override
  public Map<String, String> parameters() {
    lease.check();
    return parameters;
  }

  @Override
  public Envelope envelope() {
    lease.check();
    return envelope;
  }

  @Override
  public void rewrite(Mailbox recipient) {
    lease.check();
    changed().set(0, Objects.requireNonNull(recipient, "recipient"));
  }

  @Override
  public void add(Mailbox recipient) {
    lease.check();
    if (!changed().contains(Objects.requireNonNull(recipient, "recipient"))) {
      changed().add(recipient);
    }
  }

  private List<Mailbox> changed() {
    List<Mailbox> mailboxes = changed;
    if (mailboxes == null) {
      mailboxes = new ArrayList<>(before);
      changed = mailboxes;
    }
    return mailboxes;
  }

  @Override
  List<Mailbox> subject() {
    return changed == null ? before : List.copyOf(changed);
  }
}
