package io.postern.gateway.callout;

import java.util.List;
import java.util.Optional;

/**
 * What a deployed extension did at one stage since it was deployed.
 *
 * @param application the deployed revision
 * @param observers its callouts at this stage in the order they are asked
 * @param inForce whether new sessions and transactions ask it
 * @param lastFailure may quote mail
 */
public record ExtensionActivity(
    String extension,
    String application,
    List<String> observers,
    boolean inForce,
    CalloutActivity callout,
    Optional<CalloutFailure> lastFailure) {

  public ExtensionActivity {
    observers = List.copyOf(observers);
  }
}
