package io.postern.gateway.callout;

import io.postern.gateway.callout.worker.BreakerState;
import io.postern.gateway.callout.worker.Latency;
import java.util.List;
import java.util.Optional;

/**
 * What a deployed extension did at one stage since it was deployed.
 *
 * @param application the deployed revision
 * @param stage the event's name, such as {@code MessageReceived}
 * @param observers its callouts at this stage in the order they are asked
 * @param inForce whether new sessions and transactions ask it
 * @param calls of all its callouts, those that failed included
 * @param errors exceptions and Errors
 * @param timeouts deadlines missed
 * @param unparsable messages whose content could not be parsed; not among the errors
 * @param refusals times its failure policy was applied without a call, as the breaker was open
 * @param stuckThreads that were given up after a deadline and have not come back
 * @param breakerClients whom an open breaker concerns; empty when everyone
 * @param latency of calls that came back in time
 */
public record ExtensionActivity(
    String extension,
    String application,
    String stage,
    List<String> observers,
    boolean inForce,
    long calls,
    long errors,
    long timeouts,
    long unparsable,
    long refusals,
    int stuckThreads,
    BreakerState breaker,
    List<String> breakerClients,
    Latency latency,
    Optional<CalloutFailure> lastFailure) {

  public ExtensionActivity {
    observers = List.copyOf(observers);
    breakerClients = List.copyOf(breakerClients);
  }
}
