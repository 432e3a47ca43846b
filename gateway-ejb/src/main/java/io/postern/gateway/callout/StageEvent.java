package io.postern.gateway.callout;

import io.postern.gateway.callout.message.Lease;
import io.postern.session.Session;
import io.postern.validation.Verdict;
import java.time.Duration;
import java.util.Objects;

/**
 * The event object given to one callout: a draft of the stage's subject and the callout's answers.
 * Both count only when the callout returns in time.
 *
 * @param <S> the stage's subject, immutable
 */
abstract class StageEvent<S> {

  final Lease lease;
  private final SessionDraft session;
  private Ruling ruling = Ruling.PASS;
  private Duration delay = Duration.ZERO;

  StageEvent(Lease lease, Session session) {
    this.lease = lease;
    this.session = new SessionDraft(lease, session);
  }

  /** Makes the event for the next callout of a stage. */
  interface Factory<S> {
    StageEvent<S> draft(Lease lease, Session session, S subject);
  }

  /**
   * The subject as the callout left it.
   *
   * @throws IllegalArgumentException when it cannot be taken over
   */
  abstract S subject();

  public Session session() {
    lease.check();
    return session;
  }

  public void answer(Verdict verdict) {
    lease.check();
    if (Objects.requireNonNull(verdict, "verdict") instanceof Verdict.Delay(Duration time)) {
      delay = delay.compareTo(time) < 0 ? time : delay;
    } else {
      ruling = ruling.and(Ruling.of(verdict));
    }
  }

  /**
   * What the callout left.
   *
   * @throws IllegalArgumentException when it cannot be taken over
   */
  Returned<S> returned() {
    return new Returned<>(subject(), ruling, delay, session.left());
  }
}
