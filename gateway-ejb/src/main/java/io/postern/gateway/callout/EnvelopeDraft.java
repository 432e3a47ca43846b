package io.postern.gateway.callout;

import io.postern.gateway.callout.message.Lease;
import io.postern.mail.Envelope;
import io.postern.mail.Mailbox;
import io.postern.mail.ReversePath;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The envelope, lent to one callout. */
final class EnvelopeDraft implements Envelope {

  private final Lease lease;
  private final boolean changeable;
  private final Paths before;
  private ReversePath reversePath;
  private @Nullable Set<Mailbox> recipients;

  EnvelopeDraft(Lease lease, Paths before, boolean changeable) {
    this.lease = lease;
    this.before = before;
    this.changeable = changeable;
    this.reversePath = before.reversePath();
  }

  Paths paths() {
    return reversePath == before.reversePath() && recipients == null
        ? before
        : new Paths(reversePath, now());
  }

  private List<Mailbox> now() {
    return recipients == null ? before.recipients() : List.copyOf(recipients);
  }

  @Override
  public ReversePath reversePath() {
    lease.check();
    return reversePath;
  }

  @Override
  public List<Mailbox> recipients() {
    lease.check();
    return now();
  }

  @Override
  public void replaceReversePath(ReversePath replacement) {
    checkChangeable();
    reversePath = Objects.requireNonNull(replacement, "reversePath");
  }

  @Override
  public void addRecipient(Mailbox recipient) {
    checkChangeable();
    changed().add(Objects.requireNonNull(recipient, "recipient"));
  }

  @Override
  public boolean removeRecipient(Mailbox recipient) {
    checkChangeable();
    return changed().remove(recipient);
  }

  private Set<Mailbox> changed() {
    Set<Mailbox> changed = recipients;
    if (changed == null) {
      changed = new LinkedHashSet<>(before.recipients());
      recipients = changed;
    }
    return changed;
  }

  private void checkChangeable() {
    lease.check();
    if (!changeable) {
      throw new UnsupportedOperationException("the envelope is not to be changed at this stage");
    }
  }
}
