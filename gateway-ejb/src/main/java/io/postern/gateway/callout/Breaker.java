package io.postern.gateway.callout;

import java.time.Duration;

/**
 * Stops asking a callout that keeps failing (state table: closed; open until a time; probing with
 * one call at a time, which closes it again or opens it for longer). Thread-safe; nothing survives
 * a restart, which begins closed.
 */
final class Breaker {

  private static final int FAILURES_TO_OPEN = 5;
  private static final long FIRST_PAUSE = Duration.ofSeconds(10).toNanos();
  private static final long LONGEST_PAUSE = Duration.ofMinutes(5).toNanos();

  private volatile boolean clean = true;
  private volatile boolean open;
  private int failures;
  private boolean probing;
  private long pause;
  private long openUntil;

  /** Whether a call may be made; in the open state one is let through when the pause is over. */
  boolean admits(long now) {
    return !open || admitsProbe(now);
  }

  private synchronized boolean admitsProbe(long now) {
    if (!open) {
      return true;
    }
    if (probing || now - openUntil < 0) {
      return false;
    }
    probing = true;
    return true;
  }

  /** Returns whether it was open before. */
  boolean succeeded() {
    return !clean && close();
  }

  private synchronized boolean close() {
    boolean wasOpen = open;
    failures = 0;
    pause = 0;
    probing = false;
    open = false;
    clean = true;
    return wasOpen;
  }

  /** Returns for how long it opened just now, in nanoseconds; 0 when it did not. */
  synchronized long failed(long now) {
    clean = false;
    failures++;
    boolean opens = open ? probing : failures >= FAILURES_TO_OPEN;
    if (!opens) {
      return 0;
    }
    pause = pause == 0 ? FIRST_PAUSE : Math.min(pause * 2, LONGEST_PAUSE);
    openUntil = now + pause;
    probing = false;
    open = true;
    return pause;
  }

  /** The call was neither good nor bad: the session ended meanwhile. */
  synchronized void withdrawn() {
    probing = false;
  }

  synchronized BreakerState state() {
    return !open ? BreakerState.CLOSED : probing ? BreakerState.PROBING : BreakerState.OPEN;
  }
}
