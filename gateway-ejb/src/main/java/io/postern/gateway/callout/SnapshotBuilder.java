package io.postern.gateway.callout;

import io.postern.gateway.callout.worker.Supervisor;
import io.postern.gateway.settings.Settings.FailurePolicy;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Puts the callouts of some extensions into the administrator's order. Immutable. */
final class SnapshotBuilder {

  private final Function<String, ExtensionPolicy> policies;
  private final Supervisor validation;
  private final Supervisor manipulation;
  private final SnapshotsInUse inUse;

  /**
   * @param policies by extension name
   */
  SnapshotBuilder(
      Function<String, ExtensionPolicy> policies,
      Supervisor validation,
      Supervisor manipulation,
      SnapshotsInUse inUse) {
    this.policies = policies;
    this.validation = validation;
    this.manipulation = manipulation;
    this.inUse = inUse;
  }

  private record Allowed(RegisteredExtension extension, ExtensionPolicy policy) {}

  /**
   * A snapshot, in use from now on.
   *
   * @param missing by extension name, the events at whose stages the failure policy applies
   */
  Snapshot of(Collection<RegisteredExtension> asked, Map<String, Set<String>> missing) {
    List<Allowed> ordered =
        asked.stream()
            .map(extension -> new Allowed(extension, policies.apply(extension.name())))
            .sorted(
                Comparator.comparingInt((Allowed allowed) -> allowed.policy().order())
                    .thenComparing(allowed -> allowed.extension().revision()))
            .toList();
    Map<CalloutStage, Chain> chains = new EnumMap<>(CalloutStage.class);
    for (CalloutStage stage : CalloutStage.values()) {
      List<Callout> callouts =
          ordered.stream()
              .flatMap(allowed -> allowed.extension().callouts(stage, allowed.policy()).stream())
              .toList();
      chains.put(
          stage,
          new Chain(
              stage,
              callouts,
              missing(stage, missing),
              stage.isManipulation() ? manipulation : validation));
    }
    Set<String> revisions = new HashSet<>();
    asked.forEach(extension -> revisions.add(extension.revision()));
    Snapshot snapshot = new Snapshot(chains, revisions, inUse::drained);
    inUse.add(snapshot);
    return snapshot;
  }

  private List<MissingExtension> missing(CalloutStage stage, Map<String, Set<String>> missing) {
    return missing.entrySet().stream()
        .filter(entry -> entry.getValue().stream().anyMatch(stage::isObservedAs))
        .map(Map.Entry::getKey)
        .sorted()
        .map(name -> new MissingExtension(name, policies.apply(name).onFailure()))
        .filter(extension -> extension.policy() != FailurePolicy.SKIP)
        .toList();
  }
}
