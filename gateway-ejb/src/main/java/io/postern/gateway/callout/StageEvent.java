package io.postern.gateway.callout;

import io.postern.gateway.callout.message.Lease;
import io.postern.session.Session;
import io.postern.session.Transaction;
import io.postern.validation.Verdict;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The event object given to one callout: a draft of the stage's subject and the callout's answers.
 * Both count only when the callout returns in time.
 *
 * @param <S> the stage's subject, immutable
 */
abstract class StageEvent<S> {

  final Lease lease;
  private final CallContext context;
  private @Nullable SessionDraft session;
  private @Nullable TransactionDraft transaction;
  private Ruling ruling = Ruling.PASS;
  private Duration delay = Duration.ZERO;

  StageEvent(CallContext context) {
    this.lease = context.lease();
    this.context = context;
  }

  /** Makes the event for the next callout of a stage. */
  interface Factory<S> {
    StageEvent<S> draft(CallContext context, S subject);
  }

  /**
   * The subject as the callout left it.
   *
   * @throws IllegalArgumentException when it cannot be taken over
   */
  abstract S subject();

  public Session session() {
    lease.check();
    SessionDraft draft = session;
    if (draft == null) {
      draft = new SessionDraft(lease, context.session());
      session = draft;
    }
    return draft;
  }

  public Transaction transaction() {
    lease.check();
    TransactionDraft draft = transaction;
    if (draft == null) {
      draft = new TransactionDraft(lease, context.transaction(), context.decides());
      transaction = draft;
    }
    return draft;
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
    return new Returned<>(subject(), ruling, delay, notesLeft());
  }

  private NotesLeft notesLeft() {
    SessionDraft ofSession = session;
    TransactionDraft ofTransaction = transaction;
    if (ofSession == null && ofTransaction == null) {
      return NotesLeft.UNTOUCHED;
    }
    return new NotesLeft(
        ofSession == null ? null : ofSession.left(),
        ofTransaction == null ? null : ofTransaction.left(),
        ofTransaction == null ? null : ofTransaction.leftOfMessage());
  }
}
