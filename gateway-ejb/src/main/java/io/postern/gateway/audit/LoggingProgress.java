package io.postern.gateway.audit;

import io.postern.gateway.callout.worker.BreakerState;
import io.postern.gateway.callout.worker.Latency;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How far an extension's logging observers are; counts since the start of the gateway or the
 * deployment.
 *
 * @param application the deployed revision
 * @param position number of the last line of the journal that the extension is done with
 * @param behind lines of the journal after it
 * @param lag age of the oldest of these; zero when there is none
 * @param breaker of several observers the worst; unless it is closed, the events wait in the
 *     journal
 * @param pausedSince when the breaker opened; empty when it is closed
 */
public record LoggingProgress(
    String extension,
    String application,
    long position,
    long behind,
    Duration lag,
    BreakerState breaker,
    Optional<Instant> pausedSince,
    List<Observer> observers) {

  public LoggingProgress {
    observers = List.copyOf(observers);
  }

  /**
   * One observer method.
   *
   * @param event simple name of the event type
   * @param name class and method
   * @param calls that began
   * @param errors calls that ended in an exception or Error
   * @param timeouts calls that were given up
   * @param lostThreads that were given up and still run
   * @param latency of calls that came back in time
   */
  public record Observer(
      String event,
      String name,
      long calls,
      long errors,
      long timeouts,
      int lostThreads,
      BreakerState breaker,
      Latency latency) {}
}
