package io.postern.gateway.operation;

import io.postern.gateway.audit.LoggingProgress;
import io.postern.gateway.callout.ExtensionActivity;
import io.postern.gateway.callout.ExtensionTerms;
import io.postern.gateway.callout.deployed.ExtensionStatus.State;
import io.postern.gateway.callout.worker.BreakerState;
import io.postern.gateway.settings.Settings.OnUnparsable;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is deployed and what it costs, put together. */
final class ExtensionView {

  private ExtensionView() {}

  static List<ExtensionStatus> all(OpenGateway gateway) {
    return gateway.extensions().list().stream()
        .filter(extension -> extension.state() != State.UNDEPLOYED)
        .map(extension -> of(gateway, extension))
        .sorted(
            Comparator.comparingInt(ExtensionStatus::order).thenComparing(ExtensionStatus::name))
        .toList();
  }

  static ExtensionStatus of(
      OpenGateway gateway, io.postern.gateway.callout.deployed.ExtensionStatus extension) {
    ExtensionTerms terms =
        Optional.ofNullable(gateway.settings().now().extensions().get(extension.name()))
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
        OnUnparsable.STAGES.stream()
            .collect(
                Collectors.toMap(
                    stage -> stage,
                    stage -> terms.onUnparsable().at(stage).name().toLowerCase(Locale.ROOT))),
        gateway.callouts().activity().stream()
            .filter(activity -> activity.inForce() && activity.extension().equals(extension.name()))
            .map(ExtensionView::callout)
            .toList(),
        gateway.logging().progress().stream()
            .filter(progress -> progress.extension().equals(extension.name()))
            .findFirst()
            .map(ExtensionView::logging));
  }

  private static ExtensionStatus.Logging logging(LoggingProgress progress) {
    return new ExtensionStatus.Logging(
        progress.position(),
        progress.behind(),
        progress.lag(),
        breaker(progress.breaker()),
        progress.pausedSince(),
        progress.observers().stream()
            .map(
                one ->
                    new ExtensionStatus.LoggingObserver(
                        one.event(),
                        one.name(),
                        one.calls(),
                        one.errors(),
                        one.timeouts(),
                        one.lostThreads(),
                        one.latency().median(),
                        one.latency().p99(),
                        breaker(one.breaker())))
            .toList());
  }

  /** All threads lost to extensions, the oldest first. */
  static List<LostThreadStatus> lostThreads(OpenGateway gateway) {
    return Stream.concat(
            gateway.callouts().lostThreads().stream(), gateway.logging().lostThreads().stream())
        .map(
            lost ->
                new LostThreadStatus(
                    lost.extension(),
                    lost.application(),
                    lost.stage(),
                    lost.observer(),
                    lost.thread(),
                    lost.since(),
                    lost.cpu()))
        .sorted(Comparator.comparing(LostThreadStatus::since))
        .toList();
  }

  private static ExtensionStatus.Callout callout(ExtensionActivity activity) {
    return new ExtensionStatus.Callout(
        activity.stage(),
        String.join(", ", activity.observers()),
        activity.calls(),
        activity.errors(),
        activity.timeouts(),
        activity.unparsable(),
        activity.refusals(),
        activity.stuckThreads(),
        activity.latency().median(),
        activity.latency().p99(),
        breaker(activity.breaker()),
        activity.breakerClients());
  }

  private static ExtensionStatus.Breaker breaker(BreakerState state) {
    return switch (state) {
      case CLOSED -> ExtensionStatus.Breaker.CLOSED;
      case OPEN -> ExtensionStatus.Breaker.OPEN;
      case PROBING -> ExtensionStatus.Breaker.PROBING;
    };
  }
}
