package io.postern.gateway.callout.worker;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Counts what the calls of one application at one point came to, and whether more may be made.
 * Lives as long as the application. Thread-safe; a call costs three increments.
 */
public final class Supervision {

  /** So many threads may be lost to one application and point before it is not called any more. */
  private static final int MOST_STUCK = 64;

  /**
   * What was counted.
   *
   * @param calls those that failed included
   * @param errors exceptions and Errors
   * @param timeouts deadlines missed
   * @param unparsable messages whose content could not be parsed; not among the errors
   * @param refusals calls that were due and not made
   * @param stuckThreads that were given up after a deadline and have not come back
   * @param latency of calls that came back in time
   */
  public record Counters(
      long calls,
      long errors,
      long timeouts,
      long unparsable,
      long refusals,
      int stuckThreads,
      Latency latency) {}

  private final String extension;
  private final String application;
  private final String point;
  private final LostThreads lostThreads;
  private final BooleanSupplier threadsLost;
  private final Timings timings = new Timings();
  private final LongAdder errors = new LongAdder();
  private final LongAdder timeouts = new LongAdder();
  private final LongAdder unparsable = new LongAdder();
  private final LongAdder refusals = new LongAdder();
  private final LongAdder calls = new LongAdder();
  private final AtomicInteger stuck = new AtomicInteger();
  private final ReentrantLock returning = new ReentrantLock();
  private final Condition returned = returning.newCondition();

  /**
   * @param application the deployed revision of the extension
   * @param point the event's name, such as {@code MessageReceived}
   */
  public Supervision(String extension, String application, String point, LostThreads lostThreads) {
    this.extension = extension;
    this.application = application;
    this.point = point;
    this.lostThreads = lostThreads;
    this.threadsLost = () -> lostThreads.any(application);
  }

  /** Whether the call may be made now; when not, the refusal is counted. */
  boolean admits(Supervised callout, Breaker.Origin origin, long now) {
    if (stuck.get() < MOST_STUCK && callout.breaker().admits(origin, threadsLost, now)) {
      calls.increment();
      return true;
    }
    refusals.increment();
    return false;
  }

  /** A thread is lost to a call. */
  LostCall threadLost(Supervised callout, CallInput input, Thread thread) {
    stuck.incrementAndGet();
    callout.breaker().threadLost(input);
    return lostThreads.add(extension, application, point, callout.name(), thread);
  }

  /** A lost thread has come back. */
  void threadReturned(Supervised callout, CallInput input, LostCall call) {
    lostThreads.remove(call);
    callout.breaker().threadReturned(input);
    stuck.decrementAndGet();
    returning.lock();
    try {
      returned.signalAll();
    } finally {
      returning.unlock();
    }
  }

  /**
   * Waits until every thread that was given up has come back, at most so long; for calls that
   * should not meet. An interrupt ends the wait and stays set.
   *
   * @return whether all have
   */
  public boolean awaitReturn(Duration time) {
    long left = time.toNanos();
    returning.lock();
    try {
      while (stuck.get() > 0 && left > 0) {
        left = returned.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      returning.unlock();
    }
    return stuck.get() == 0;
  }

  /** Whether a thread that was lost here still runs. */
  public boolean hasLostThreads() {
    return stuck.get() > 0;
  }

  /** Whether threads lost to the application still run. */
  public BooleanSupplier threadsLost() {
    return threadsLost;
  }

  /** A call returned in time. */
  public void countReturn(long nanos) {
    timings.add(nanos);
  }

  /** A call threw something in time. */
  public void countError(long nanos) {
    timings.add(nanos);
    errors.increment();
  }

  /** A call could not read the content of its message. */
  public void countUnparsable(long nanos) {
    timings.add(nanos);
    unparsable.increment();
  }

  /** A call was given up. */
  public void countTimeout() {
    timeouts.increment();
  }

  public Counters counters() {
    return new Counters(
        calls.sum(),
        errors.sum(),
        timeouts.sum(),
        unparsable.sum(),
        refusals.sum(),
        stuck.get(),
        timings.now());
  }
}
