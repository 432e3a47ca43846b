package io.postern.gateway.selftest;

import io.postern.gateway.callout.CalloutActivity;
import io.postern.gateway.callout.ExtensionActivity;
import io.postern.gateway.callout.cdi.ExtensionStatus;
import io.postern.gateway.callout.worker.BreakerState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Whether every extension is in force and none failed while the probe passed. */
final class ExtensionCheck {

  private final Supplier<List<ExtensionStatus>> extensions;
  private final Supplier<List<ExtensionActivity>> activity;
  private final Map<String, Long> failuresBefore;

  /** Counts from now on. */
  ExtensionCheck(
      Supplier<List<ExtensionStatus>> extensions, Supplier<List<ExtensionActivity>> activity) {
    this.extensions = extensions;
    this.activity = activity;
    this.failuresBefore = failures(activity.get());
  }

  private static Map<String, Long> failures(List<ExtensionActivity> activity) {
    Map<String, Long> failures = new HashMap<>();
    for (ExtensionActivity each : activity) {
      CalloutActivity callout = each.callout();
      failures.merge(
          each.extension(), callout.errors() + callout.timeouts() + callout.refusals(), Long::sum);
    }
    return failures;
  }

  String check() throws PartFailed {
    List<String> faults = new ArrayList<>();
    List<ExtensionActivity> now = activity.get();
    Map<String, Long> failures = failures(now);
    int running = 0;
    for (ExtensionStatus extension : extensions.get()) {
      String name = extension.name();
      switch (extension.state()) {
        case UNDEPLOYED -> {}
        case FAILED ->
            faults.add(
                name + " is not in force: " + extension.lastError().orElse("no reason is known"));
        case RUNNING -> {
          running++;
          faults.addAll(faults(name, now, failures.getOrDefault(name, 0L)));
        }
      }
    }
    if (!faults.isEmpty()) {
      throw new PartFailed(String.join("; ", faults));
    }
    return running == 1 ? "1 is in force" : running + " are in force";
  }

  private List<String> faults(String name, List<ExtensionActivity> now, long failures) {
    List<ExtensionActivity> own =
        now.stream().filter(each -> each.extension().equals(name)).toList();
    List<String> faults = new ArrayList<>();
    if (!own.isEmpty() && own.stream().noneMatch(ExtensionActivity::inForce)) {
      faults.add(name + " is deployed but not asked");
    }
    own.stream()
        .filter(ExtensionActivity::inForce)
        .map(ExtensionActivity::callout)
        .filter(callout -> callout.breaker() == BreakerState.OPEN)
        .forEach(
            callout ->
                faults.add(
                    name + " fails so often at " + callout.stage() + " that it is not asked"));
    long more = failures - failuresBefore.getOrDefault(name, 0L);
    if (more > 0) {
      faults.add("%s failed %d times meanwhile%s".formatted(name, more, last(own)));
    }
    return faults;
  }

  private static String last(List<ExtensionActivity> own) {
    return own.stream()
        .flatMap(each -> each.lastFailure().stream())
        .max(java.util.Comparator.comparing(failure -> failure.at()))
        .map(failure -> ", last at " + failure.stage() + ": " + failure.what())
        .orElse("");
  }
}
