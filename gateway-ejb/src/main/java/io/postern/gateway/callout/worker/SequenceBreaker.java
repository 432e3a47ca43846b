package io.postern.gateway.callout.worker;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * The breaker of a callout that gets events one after another, in an order that must be kept.
 * Unlike {@link Breaker} it cannot take some calls and refuse others, so it asks only whether the
 * callout fails with whatever comes:
 *
 * <ul>
 *   <li>It opens at the {@value #FAILURES_TO_OPEN}th failure in a row, or at the second missed
 *       deadline in a row, unless all of them are of the same event: that may be the event's fault.
 *       It opens also when {@value #THREADS_TO_OPEN} threads lost to the callout run.
 *   <li>Open, no call is made. After a pause, and when no thread lost to the application runs any
 *       more, calls are made as probes. One that passes closes the breaker. The second that fails,
 *       or the first that costs a thread, doubles the pause, from 5 seconds up to 60.
 * </ul>
 *
 * Thread-safe; nothing survives a restart, which begins closed. A call that passes costs one read
 * of a volatile, unless one failed before it.
 */
public final class SequenceBreaker implements Admission {

  /** Between the first opening and the first probe. */
  public static final Duration FIRST_PAUSE = Duration.ofSeconds(5);

  static final int FAILURES_TO_OPEN = 5;
  static final int THREADS_TO_OPEN = 4;
  private static final int MISSED_TO_OPEN = 2;
  private static final int PROBES = 2;
  private static final long LONGEST_PAUSE = Duration.ofSeconds(60).toNanos();

  private final long firstPause;

  /** No failure since the last call that passed, and not open. */
  private volatile boolean clean = true;

  private BreakerState state = BreakerState.CLOSED;
  private int failures;
  private int missed;
  private boolean several;
  private long lastFailed;
  private int lost;
  private long pause;
  private long openUntil;

  /**
   * @param firstPause {@link #FIRST_PAUSE}, but in tests
   */
  public SequenceBreaker(Duration firstPause) {
    this.firstPause = firstPause.toNanos();
  }

  @Override
  public boolean admits(Breaker.Origin origin, BooleanSupplier threadsLost, long now) {
    return clean || admits(threadsLost, now);
  }

  private synchronized boolean admits(BooleanSupplier threadsLost, long now) {
    if (state != BreakerState.OPEN) {
      return true;
    }
    if (!isProbeDue(threadsLost, now)) {
      return false;
    }
    state = BreakerState.PROBING;
    return true;
  }

  /** Whether no call is made now. */
  public synchronized boolean isBlocking(BooleanSupplier threadsLost, long now) {
    return state == BreakerState.OPEN && !isProbeDue(threadsLost, now);
  }

  private boolean isProbeDue(BooleanSupplier threadsLost, long now) {
    return now - openUntil >= 0 && !threadsLost.getAsBoolean();
  }

  /** A call returned in time. Returns whether that closed it. */
  public boolean succeeded() {
    return !clean && close();
  }

  private synchronized boolean close() {
    boolean closes = state != BreakerState.CLOSED;
    state = BreakerState.CLOSED;
    pause = 0;
    forgetFailures();
    clean = true;
    return closes;
  }

  private void forgetFailures() {
    failures = 0;
    missed = 0;
    several = false;
  }

  /**
   * A call failed.
   *
   * @param event its number
   * @param missedDeadline whether it was given up
   * @return whether that opened it, or opened it again after a probe
   */
  public synchronized boolean failed(long event, boolean missedDeadline, long now) {
    clean = false;
    several |= failures > 0 && event != lastFailed;
    lastFailed = event;
    failures++;
    missed = missedDeadline ? missed + 1 : 0;
    boolean opens =
        switch (state) {
          case CLOSED ->
              lost >= THREADS_TO_OPEN
                  || (several && (failures >= FAILURES_TO_OPEN || missed >= MISSED_TO_OPEN));
          case PROBING -> failures >= PROBES || lost > 0;
          case OPEN -> false;
        };
    if (opens) {
      state = BreakerState.OPEN;
      pause = pause == 0 ? firstPause : Math.min(pause * 2, LONGEST_PAUSE);
      openUntil = now + pause;
      forgetFailures();
    }
    return opens;
  }

  @Override
  public synchronized void threadLost(CallInput input) {
    lost++;
  }

  @Override
  public synchronized void threadReturned(CallInput input) {
    lost--;
  }

  /** Probes are not counted one by one: the next call is another. */
  @Override
  public void withdrawn(Breaker.Origin origin) {}

  public synchronized BreakerState state() {
    return state;
  }

  /** From one opening to the next probe, in nanoseconds; 0 when it is closed. */
  public synchronized long pause() {
    return pause;
  }
}
