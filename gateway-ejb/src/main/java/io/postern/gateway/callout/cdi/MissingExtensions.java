package io.postern.gateway.callout.cdi;

import io.postern.gateway.notice.Notice;
import io.postern.gateway.notice.Notices;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The extensions that should be asked and are not in the server. Their failure policies hold in
 * place of their callouts, and a notice stands for each. Changed by one thread at a time, read by
 * any.
 */
final class MissingExtensions {

  private final ActiveRevisions active;
  private final Notices notices;
  private final Map<String, Missing> missing = new ConcurrentHashMap<>();

  private record Missing(DeployedExtension extension, String why) {}

  MissingExtensions(ActiveRevisions active, Notices notices) {
    this.active = active;
    this.notices = notices;
  }

  /**
   * From now on the extension's failure policy is applied in its place.
   *
   * @param why on one line
   */
  void add(DeployedExtension extension, String why) {
    missing.put(extension.name(), new Missing(extension, why));
    publish();
    notices.raise(
        key(extension.name()),
        Notice.Effect.DEGRADED,
        "extension %s revision %d is missing (%s); its failure policy is applied to all mail at %s;"
                .formatted(extension.name(), extension.revision(), why, extension.stages())
            + " deploy it again or undeploy it");
  }

  /** The extension is there again, or is not wanted any more. */
  void remove(String name) {
    if (missing.remove(name) != null) {
      publish();
      notices.clear(key(name));
    }
  }

  Optional<DeployedExtension> named(String name) {
    return Optional.ofNullable(missing.get(name)).map(Missing::extension);
  }

  /** Why it is missing; empty when it is not. */
  Optional<String> why(String name) {
    return Optional.ofNullable(missing.get(name)).map(Missing::why);
  }

  List<DeployedExtension> all() {
    return missing.values().stream().map(Missing::extension).toList();
  }

  private void publish() {
    active.missing(
        missing.values().stream()
            .map(Missing::extension)
            .collect(Collectors.toMap(DeployedExtension::name, DeployedExtension::observed)));
  }

  private static String key(String name) {
    return "extension." + name + ".missing";
  }
}
