package io.postern.gateway.callout.worker;

/**
 * Calls to be made one after another, and what follows from how each ended. Used by one thread at a
 * time: the worker while it calls, the waiting thread when it has given up on a worker. After each
 * of {@link #returned}, {@link #threw}, {@link #notAdmitted} and {@link #missedDeadline} the next
 * call is due.
 *
 * @param <U> what a call may use until its time is over
 * @param <R> what a call leaves when it returns
 */
public interface CallSequence<U extends Revocable, R> extends Breaker.Origin {

  /** Whether no call is left. */
  boolean isOver();

  /** Whose call is due. */
  Supervised due();

  /** What the call that is due may use. */
  U share();

  /** Makes the call that is due, on this thread. Raises whatever the extension raises. */
  R call(U shared) throws Exception;

  /**
   * The call came back in time.
   *
   * @param nanos how long it took
   */
  void returned(R left, long nanos);

  /** The call threw something in time. */
  void threw(Throwable thrown, U shared, long nanos);

  /** The call was not made: its breaker is open, or too many threads are lost to it. */
  void notAdmitted();

  /** The call was given up; its thread runs on without effect. */
  void missedDeadline();

  /** No further call is made: the waiting thread was interrupted, or no thread can be had. */
  void stop();
}
