package io.postern.gateway.callout;

import io.postern.gateway.callout.message.Lease;
import io.postern.mail.Envelope;
import io.postern.mail.MailParameters;
import io.postern.mail.Mailbox;
import io.postern.mail.MutableEnvelope;
import io.postern.mail.Recipient;
import io.postern.mail.ReversePath;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The envelope as one callout sees and changes it. */
final class EnvelopeDraft implements MutableEnvelope {

  private final Lease lease;
  private final Envelope before;
  private ReversePath reversePath;
  private MailParameters parameters;
  private @Nullable Map<Mailbox, Recipient> recipients;

  EnvelopeDraft(Lease lease, Envelope before) {
    this.lease = lease;
    this.before = before;
    this.reversePath = before.reversePath();
    this.parameters = before.parameters();
  }

  /** What the callout left; also after its lease. */
  Envelope result() {
    return reversePath == before.reversePath()
            && parameters == before.parameters()
            && recipients == null
        ? before
        : new Envelope(reversePath, parameters, left());
  }

  private List<Recipient> left() {
    return recipients == null ? before.recipients() : List.copyOf(recipients.values());
  }

  @Override
  public Envelope now() {
    lease.check();
    return result();
  }

  @Override
  public ReversePath reversePath() {
    lease.check();
    return reversePath;
  }

  @Override
  public MailParameters parameters() {
    lease.check();
    return parameters;
  }

  @Override
  public List<Recipient> recipients() {
    lease.check();
    return left();
  }

  @Override
  public void replaceReversePath(ReversePath replacement) {
    lease.check();
    reversePath = Objects.requireNonNull(replacement, "reversePath");
  }

  @Override
  public void replaceParameters(MailParameters replacement) {
    lease.check();
    parameters = Objects.requireNonNull(replacement, "parameters");
  }

  @Override
  public void addRecipient(Recipient recipient) {
    lease.check();
    changed().putIfAbsent(recipient.mailbox(), recipient);
  }

  @Override
  public boolean removeRecipient(Mailbox mailbox) {
    lease.check();
    return changed().remove(mailbox) != null;
  }

  private Map<Mailbox, Recipient> changed() {
    Map<Mailbox, Recipient> changed = recipients;
    if (changed == null) {
      changed = new LinkedHashMap<>();
      for (Recipient recipient : before.recipients()) {
        changed.put(recipient.mailbox(), recipient);
      }
      recipients = changed;
    }
    return changed;
  }
}
