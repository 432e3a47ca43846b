package io.postern.gateway.callout;

import io.postern.mail.Envelope;
import io.postern.mail.Mailbox;
import io.postern.mail.Recipient;
import io.postern.validation.RecipientGiven;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@link CalloutStage#RECIPIENT_GIVEN}; the subject is the recipients taken, the one that was given
 * or rewritten first.
 */
final class RecipientEvent extends StageEvent<List<Recipient>> implements RecipientGiven {

  private final Envelope envelope;
  private final List<Recipient> before;
  private @Nullable List<Recipient> changed;

  RecipientEvent(CallContext context, Envelope soFar, List<Recipient> recipients) {
    super(context);
    this.envelope = soFar;
    this.before = recipients;
  }

  @Override
  public Recipient recipient() {
    lease.check();
    return changed == null ? before.getFirst() : changed.getFirst();
  }

  @Override
  public Envelope envelope() {
    lease.check();
    return envelope;
  }

  @Override
  public void rewrite(Recipient recipient) {
    lease.check();
    changed().set(0, Objects.requireNonNull(recipient, "recipient"));
  }

  @Override
  public void add(Recipient recipient) {
    lease.check();
    Mailbox mailbox = recipient.mailbox();
    if (changed().stream().noneMatch(taken -> taken.mailbox().equals(mailbox))) {
      changed().add(recipient);
    }
  }

  private List<Recipient> changed() {
    List<Recipient> recipients = changed;
    if (recipients == null) {
      recipients = new ArrayList<>(before);
      changed = recipients;
    }
    return recipients;
  }

  @Override
  List<Recipient> subject() {
    return changed == null ? before : List.copyOf(changed);
  }
}
