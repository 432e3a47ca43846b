package io.postern.gateway.callout.worker;

import io.postern.gateway.notice.Notice;
import io.postern.gateway.notice.Notices;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One notice for each extension with an open breaker, whatever number of its callouts has one.
 * Thread-safe.
 */
public final class CalloutNotices {

  private record Part(Notice.Effect effect, String text) {}

  private final Notices notices;
  private final String area;

  /** By extension; then by application, stage and observer. */
  private final Map<String, Map<String, Part>> open = new HashMap<>();

  /**
   * @param area what the keys of the notices begin with
   */
  public CalloutNotices(Notices notices, String area) {
    this.notices = notices;
    this.area = area;
  }

  static String key(String area, String extension, String condition) {
    String name = extension.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]", "-");
    return area + "." + name.substring(0, Math.min(name.length(), 100)) + "." + condition;
  }

  public synchronized void opened(
      String extension, String application, String callout, Notice.Effect effect, String text) {
    open.computeIfAbsent(extension, name -> new TreeMap<>())
        .put(application + " " + callout, new Part(effect, text));
    announce(extension);
  }

  public synchronized void closed(String extension, String application, String callout) {
    Map<String, Part> parts = open.get(extension);
    if (parts != null && parts.remove(application + " " + callout) != null) {
      announce(extension);
    }
  }

  /** The application is not asked any more. */
  public synchronized void removed(String extension, String application) {
    Map<String, Part> parts = open.get(extension);
    if (parts != null && parts.keySet().removeIf(key -> key.startsWith(application + " "))) {
      announce(extension);
    }
  }

  private void announce(String extension) {
    Map<String, Part> parts = open.getOrDefault(extension, Map.of());
    String key = key(area, extension, "breaker");
    if (parts.isEmpty()) {
      open.remove(extension);
      notices.clear(key);
      return;
    }
    Notice.Effect strictest =
        parts.values().stream()
            .map(Part::effect)
            .max(Notice.Effect::compareTo)
            .orElse(Notice.Effect.DEGRADED);
    notices.raise(
        key, strictest, parts.values().stream().map(Part::text).collect(Collectors.joining("; ")));
  }
}
