package io.postern.gateway.operation;

import io.postern.gateway.callout.worker.BreakerState;
import io.postern.gateway.settings.Settings.FailurePolicy;
import io.postern.gateway.settings.Settings.UnparsablePolicy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A deployed extension and what it costs.
 *
 * @param revision how many archives of this name were deployed, this one included
 * @param failure why it does not work, when it does not
 * @param onUnparsable by stage, what follows when the content of a message cannot be parsed
 * @param logging its logging observers; empty when it has none
 * @param onFailure the failure policy
 */
public record ExtensionView(
    String name,
    long revision,
    String fileName,
    Instant deployedAt,
    String deployedBy,
    Optional<String> failure,
    int order,
    FailurePolicy onFailure,
    Map<String, UnparsablePolicy> onUnparsable,
    List<Callout> callouts,
    Optional<Logging> logging) {

  public ExtensionView {
    onUnparsable = Map.copyOf(onUnparsable);
    callouts = List.copyOf(callouts);
  }

  /**
   * The logging observers of an extension.
   *
   * @param position number of the last line of the journal that it is done with
   * @param lag lines of the journal after that
   * @param lagSeconds age of the oldest of these; zero when there is none
   * @param breaker of several observers the worst; unless it is closed, events wait in the journal
   *     until the observers work again
   * @param pausedSince when the breaker opened; absent when it is closed
   */
  public record Logging(
      long position,
      long lag,
      double lagSeconds,
      BreakerState breaker,
      Optional<Instant> pausedSince,
      List<LoggingObserver> observers) {
    public Logging {
      observers = List.copyOf(observers);
    }
  }

  /**
   * One logging observer.
   *
   * @param event simple name of the event type
   * @param observer class and method
   * @param errors calls that ended in an exception or Error
   * @param timeouts calls that were given up
   * @param lostThreads that were given up and still run
   * @param medianMicros half of the calls took no longer
   * @param p99Micros 99 of 100 calls took no longer
   */
  public record LoggingObserver(
      String event,
      String observer,
      long calls,
      long errors,
      long timeouts,
      int lostThreads,
      double medianMicros,
      double p99Micros,
      BreakerState breaker) {}

  /**
   * One observer method.
   *
   * @param stage the event type's simple name
   * @param observer class and method, to be recognised by its developer
   * @param errors calls that ended in an exception or Error
   * @param timeouts calls that were ended by their budget
   * @param unparsable messages whose content could not be parsed; not among the errors
   * @param refusals times the failure policy was applied without a call
   * @param lostThreads that were given up and still run
   * @param breakerClients addresses that an open breaker concerns; empty when everyone
   * @param medianMicros half of the calls took no longer
   * @param p99Micros 99 of 100 calls took no longer
   */
  public record Callout(
      String stage,
      String observer,
      long calls,
      long errors,
      long timeouts,
      long unparsable,
      long refusals,
      int lostThreads,
      double medianMicros,
      double p99Micros,
      BreakerState breaker,
      List<String> breakerClients) {
    public Callout {
      breakerClients = List.copyOf(breakerClients);
    }
  }
}
