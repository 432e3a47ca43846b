package io.postern.gateway.settings;

import io.postern.gateway.settings.Settings.Listener;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The launcher's look into the configuration before the server boots. Runs in a class loader of its
 * own that holds this archive and its YAML reader only, without Jakarta EE.
 */
public final class SettingsFileCheck implements Function<@Nullable Path, Map<String, String>> {

  /** For the launcher. */
  public SettingsFileCheck() {}

  /**
   * The start-up properties: {@code hostName}, {@code data}, {@code admin.address}, {@code
   * admin.port}, {@code limits.manipulationWorkers}, and {@code smtp.0.name}, {@code
   * smtp.0.address}, {@code smtp.0.port} for each listener. The command line's system properties
   * are applied.
   *
   * @param file null when there is none
   * @throws IllegalArgumentException whose message is one line per problem
   */
  @Override
  public Map<String, String> apply(@Nullable Path file) {
    Settings settings =
        Overrides.ofThisProcess()
            .on(file == null ? SettingsFile.defaults(Path.of("")) : SettingsFile.read(file));
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("hostName", settings.hostName());
    properties.put("data", settings.data().toString());
    properties.put("admin.address", settings.admin().address());
    properties.put("admin.port", String.valueOf(settings.admin().port()));
    properties.put(
        "limits.manipulationWorkers", String.valueOf(settings.limits().manipulationWorkers()));
    int index = 0;
    for (Listener listener : settings.listeners()) {
      String prefix = "smtp." + index++ + ".";
      properties.put(prefix + "name", listener.name());
      properties.put(prefix + "address", listener.address());
      properties.put(prefix + "port", String.valueOf(listener.port()));
    }
    return properties;
  }
}
