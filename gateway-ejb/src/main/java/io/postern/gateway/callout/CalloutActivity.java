package io.postern.gateway.callout;

import io.postern.gateway.callout.worker.BreakerState;
import java.util.List;

/**
 * What the callouts of a deployed extension did at one stage since it was deployed.
 *
 * @param stage the event type's simple name
 * @param observer class and method, to be recognised by its developer; several separated by commas,
 *     in the order they are asked
 * @param errors calls that ended in an exception or Error
 * @param timeouts calls that were ended by their budget
 * @param unparsable messages whose content could not be parsed; not among the errors
 * @param refusals times the failure policy was applied without a call
 * @param lostThreads that were given up and still run
 * @param medianMicros half of the calls took no longer
 * @param p99Micros 99 of 100 calls took no longer
 * @param breakerClients addresses that an open breaker concerns; empty when everyone
 */
public record CalloutActivity(
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

  public CalloutActivity {
    breakerClients = List.copyOf(breakerClients);
  }
}
