package io.postern.gateway.operation;

import io.postern.gateway.callout.BreakerState;
import io.postern.gateway.callout.ExtensionActivity;
import io.postern.gateway.callout.ExtensionTerms;
import io.postern.gateway.callout.deployed.ExtensionStatus.State;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What is deployed and what it costs, put together. */
final class ExtensionView {

  private ExtensionView() {}

  static List<ExtensionStatus> all(Gateway gateway) {
    return gateway.extensions.list().stream()
        .filter(extension -> extension.state() != State.UNDEPLOYED)
        .map(extension -> of(gateway, extension))
        .sorted(
            Comparator.comparingInt(ExtensionStatus::order).thenComparing(ExtensionStatus::name))
        .toList();
  }

  static ExtensionStatus of(
      Gateway gateway, io.postern.gateway.callout.deployed.ExtensionStatus extension) {
    ExtensionTerms terms =
        Optional.ofNullable(gateway.settings.now().extensions().get(extension.name()))
            .map(ExtensionTerms::of)
            .orElse(ExtensionTerms.DEFAULT);
    return new ExtensionStatus(
        extension.name(),
        extension.revision(),
        extension.fileName(),
        extension.deployedAt().orElse(Instant.EPOCH),
        extension.deployedBy(),
        extension.lastError(),
        terms.order(),
        terms.onFailure().name().toLowerCase(Locale.ROOT),
        gateway.callouts.activity().stream()
            .filter(activity -> activity.inForce() && activity.extension().equals(extension.name()))
            .map(ExtensionView::callout)
            .toList());
  }

  private static ExtensionStatus.Callout callout(ExtensionActivity activity) {
    return new ExtensionStatus.Callout(
        activity.stage(),
        String.join(", ", activity.observers()),
        activity.calls(),
        activity.errors(),
        activity.timeouts(),
        activity.latency().quantile(0.5),
        activity.latency().quantile(0.99),
        breaker(activity.breaker()));
  }

  private static ExtensionStatus.Breaker breaker(BreakerState state) {
    return switch (state) {
      case CLOSED -> ExtensionStatus.Breaker.CLOSED;
      case OPEN -> ExtensionStatus.Breaker.OPEN;
      case PROBING -> ExtensionStatus.Breaker.PROBING;
    };
  }
}
