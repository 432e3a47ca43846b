package io.postern.gateway.audit;

import io.postern.gateway.callout.worker.BreakerState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How far an extension's logging observers are; counts since the start of the gateway or the
 * deployment.
 *
 * @param position number of the last line of the journal that it is done with
 * @param lag lines of the journal after that
 * @param lagSeconds age of the oldest of these; zero when there is none
 * @param breaker of several observers the worst; unless it is closed, events wait in the journal
 *     until the observers work again
 * @param pausedSince when the breaker opened; absent when it is closed
 */
public record LoggingProgress(
    long position,
    long lag,
    double lagSeconds,
    BreakerState breaker,
    Optional<Instant> pausedSince,
    List<ObserverCounts> observers) {

  public LoggingProgress {
    observers = List.copyOf(observers);
  }

  /**
   * One logging observer.
   *
   * @param event simple name of the event type
   * @param observer class and method
   * @param calls that began
   * @param errors calls that ended in an exception or Error
   * @param timeouts calls that were given up
   * @param lostThreads that were given up and still run
   * @param medianMicros half of the calls took no longer
   * @param p99Micros 99 of 100 calls took no longer
   */
  public record ObserverCounts(
      String event,
      String observer,
      long calls,
      long errors,
      long timeouts,
      int lostThreads,
      double medianMicros,
      double p99Micros,
      BreakerState breaker) {}
}
