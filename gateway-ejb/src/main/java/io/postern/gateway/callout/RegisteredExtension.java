package io.postern.gateway.callout;

import io.postern.gateway.callout.worker.CalloutNotices;
import io.postern.gateway.callout.worker.LostThreads;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** An extension that is deployed, with what is counted of it. Thread-safe. */
final class RegisteredExtension {

  private final Extension extension;
  private final CalloutNotices notices;
  private final Map<CalloutStage, List<CalloutPoint>> points = new EnumMap<>(CalloutStage.class);
  private final Map<CalloutStage, Account> accounts = new EnumMap<>(CalloutStage.class);

  RegisteredExtension(
      Extension extension,
      Consumer<CalloutFailure> failures,
      CalloutNotices notices,
      LostThreads lostThreads) {
    this.extension = extension;
    this.notices = notices;
    for (CalloutStage stage : CalloutStage.values()) {
      List<CalloutPoint> found = new ArrayList<>();
      extension.callouts(stage).forEach(entry -> found.add(CalloutPoint.of(entry)));
      if (!found.isEmpty()) {
        points.put(stage, List.copyOf(found));
        accounts.put(
            stage,
            new Account(
                extension.name(),
                extension.revision(),
                stage,
                List.copyOf(found),
                failures,
                notices,
                lostThreads));
      }
    }
  }

  Extension extension() {
    return extension;
  }

  String name() {
    return extension.name();
  }

  String revision() {
    return extension.revision();
  }

  boolean hasCallouts() {
    return !points.isEmpty();
  }

  /** Its logging callouts; empty when it has none. */
  Optional<LoggingObservers> loggingObservers() {
    LoggingObservers observers = LoggingObservers.of(extension);
    return observers.all().isEmpty() ? Optional.empty() : Optional.of(observers);
  }

  /** Another revision is asked, or none: what this one failed at concerns nobody any more. */
  void notAsked() {
    notices.removed(name(), revision());
  }

  List<Callout> callouts(CalloutStage stage, ExtensionPolicy policy) {
    Account account = accounts.get(stage);
    return account == null
        ? List.of()
        : points.getOrDefault(stage, List.of()).stream()
            .map(point -> new Callout(extension, stage, point, policy, account))
            .toList();
  }

  List<ExtensionActivity> activity(boolean inForce) {
    return accounts.values().stream().map(account -> account.activity(inForce)).toList();
  }
}
