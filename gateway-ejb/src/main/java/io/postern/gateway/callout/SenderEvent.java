package io.postern.gateway.callout;

import io.postern.gateway.callout.message.Lease;
import io.postern.mail.ReversePath;
import io.postern.session.Session;
import io.postern.validation.SenderGiven;
import java.util.Map;
import java.util.Objects;

/** {@link Stage#SENDER_GIVEN}; the subject is the reverse-path. */
final class SenderEvent extends StageEvent<ReversePath> implements SenderGiven {

  private final Map<String, String> parameters;
  private ReversePath reversePath;

  SenderEvent(
      Lease lease, Session session, ReversePath reversePath, Map<String, String> parameters) {
    super(lease, session);
    this.reversePath = reversePath;
    this.parameters = parameters;
  }

  @Override
  public ReversePath reversePath() {
    lease.check();
    return reversePath;
  }

  @Override
  public Map<String, String> parameters() {
    lease.check();
    return parameters;
  }

  @Override
  public void rewrite(ReversePath replacement) {
    lease.check();
    reversePath = Objects.requireNonNull(replacement, "reversePath");
  }

  @Override
  ReversePath subject() {
    return reversePath;
  }
}
