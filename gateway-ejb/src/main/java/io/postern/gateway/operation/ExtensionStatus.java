package io.postern.gateway.operation;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A deployed extension and what it costs.
 *
 * @param revision how many archives of this name were deployed, this one included
 * @param trouble why it does not work, when it does not
 * @param onFailure the failure policy: {@code defer}, {@code skip}, {@code reject}
 */
public record ExtensionStatus(
    String name,
    long revision,
    String fileName,
    Instant deployedAt,
    String deployedBy,
    Optional<String> trouble,
    int order,
    String onFailure,
    List<Callout> callouts) {

  public ExtensionStatus {
    callouts = List.copyOf(callouts);
  }

  /**
   * One observer method.
   *
   * @param stage the event type's simple name
   * @param observer class and method, to be recognised by its developer
   * @param errors calls that ended in an exception or Error
   * @param timeouts calls that were ended by their budget
   * @param median half of the calls took no longer
   * @param p99 99 of 100 calls took no longer
   */
  public record Callout(
      String stage,
      String observer,
      long calls,
      long errors,
      long timeouts,
      Duration median,
      Duration p99,
      Breaker breaker) {}

  /** State of the circuit breaker. */
  public enum Breaker {
    /** The callout is asked. */
    CLOSED,
    /** It failed too often; its failure policy is applied without asking. */
    OPEN,
    /** It is asked now and then whether it works again. */
    PROBING
  }
}
