package io.postern.gateway.operation;

import io.postern.gateway.audit.LoggingProgress;
import io.postern.gateway.callout.CalloutActivity;
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
    List<CalloutActivity> callouts,
    Optional<LoggingProgress> logging) {

  public ExtensionView {
    onUnparsable = Map.copyOf(onUnparsable);
    callouts = List.copyOf(callouts);
  }
}
