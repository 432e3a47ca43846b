package io.postern.gateway.callout;

import io.postern.mail.Envelope;
import io.postern.mail.MailParameters;
import io.postern.mail.ReversePath;
import io.postern.validation.SenderGiven;
import java.util.List;
import java.util.Objects;

/** {@link CalloutStage#SENDER_GIVEN}; the subject is the envelope, still without recipients. */
final class SenderEvent extends StageEvent<Envelope> implements SenderGiven {

  private final Envelope before;
  private ReversePath reversePath;
  private MailParameters parameters;

  SenderEvent(CallContext context, Envelope envelope) {
    super(context);
    this.before = envelope;
    this.reversePath = envelope.reversePath();
    this.parameters = envelope.parameters();
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
  public void rewrite(ReversePath replacement) {
    lease.check();
    reversePath = Objects.requireNonNull(replacement, "reversePath");
  }

  @Override
  public void rewrite(MailParameters replacement) {
    lease.check();
    parameters = Objects.requireNonNull(replacement, "parameters");
  }

  @Override
  Envelope subject() {
    return reversePath == before.reversePath() && parameters == before.parameters()
        ? before
        : new Envelope(reversePath, parameters, List.of());
  }
}
