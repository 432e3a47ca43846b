package io.postern.gateway.callout.worker;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * One call of one callout. Worker and session agree here on how it ended: the one that is first,
 * the worker saying it returned or the session giving it up, has the say over the stage from then
 * on.
 */
final class CallAttempt<U extends Revocable> {

  private static final int RUNNING = 0;
  private static final int RETURNED = 1;
  private static final int GIVEN_UP = 2;
  private static final int INTERRUPTED = 3;

  private final AtomicInteger state = new AtomicInteger();
  private final Supervised callout;
  private final U shared;
  private final Thread worker;
  private final long deadline;

  CallAttempt(Supervised callout, U shared, Thread worker, long now) {
    this.callout = callout;
    this.shared = shared;
    this.worker = worker;
    this.deadline = now + callout.budget();
  }

  Supervised callout() {
    return callout;
  }

  Thread worker() {
    return worker;
  }

  /** What the callout may use. */
  U shared() {
    return shared;
  }

  boolean isRunning() {
    return state.get() == RUNNING;
  }

  /** Nanoseconds left; negative when the time is over. */
  long left(long now) {
    return deadline - now;
  }

  /** The worker's word. Returns false when the session has given up before. */
  boolean returned() {
    if (state.compareAndSet(RUNNING, RETURNED)) {
      return true;
    }
    // The interrupt must not hit what the thread does next.
    while (state.get() != INTERRUPTED) {
      Thread.yield();
    }
    return false;
  }

  /** The session's word. Returns false when the callout has returned before. */
  boolean giveUp() {
    if (!state.compareAndSet(RUNNING, GIVEN_UP)) {
      return false;
    }
    try {
      shared.end(worker);
    } finally {
      state.set(INTERRUPTED);
    }
    shared.end();
    return true;
  }
}
