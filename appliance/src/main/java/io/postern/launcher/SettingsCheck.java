package io.postern.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Has the gateway's own class read the configuration before anything is booted, so that a mistake
 * in it costs a second and not ten, and reads as one line.
 *
 * <p>The class is {@code io.postern.gateway.settings.SettingsFileCheck}, a {@code Function<Path,
 * Map<String, String>>}. It answers start-up properties and throws {@link IllegalArgumentException}
 * with the line to print. See {@link GatewayClasses}.
 */
final class SettingsCheck {

  static final String CLASS = "io.postern.gateway.settings.SettingsFileCheck";

  private final Product product;

  SettingsCheck(Product product) {
    this.product = product;
  }

  /**
   * @param config empty for the defaults
   * @return the start-up properties, with the command line's system properties applied
   * @throws NotStarted with the line that says what is wrong
   */
  Map<String, String> read(Optional<Path> config) {
    try (GatewayClasses classes = GatewayClasses.of(product)) {
      @SuppressWarnings("unchecked") // that is the class's contract, see above
      Function<@Nullable Path, Map<String, String>> check =
          (Function<@Nullable Path, Map<String, String>>) classes.instance(CLASS);
      return new LinkedHashMap<>(check.apply(config.orElse(null)));
    } catch (IllegalArgumentException e) {
      // One line per problem; together they are one.
      throw NotStarted.wrong(
          String.valueOf(e.getMessage()).strip().replaceAll("\\s*\\R\\s*", "; "));
    } catch (IOException e) {
      throw NotStarted.failed(
          "cannot check the configuration (" + NotStarted.reason(e) + "); not started", e);
    }
  }
}
