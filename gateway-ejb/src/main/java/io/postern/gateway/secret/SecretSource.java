package io.postern.gateway.secret;

import java.util.Map;
import java.util.Optional;

/** Where the values of secrets come from, for the connection that needs them. Thread-safe. */
@FunctionalInterface
public interface SecretSource {

  /**
   * A value; not to be kept.
   *
   * @throws SecretsUnavailable when it cannot be read
   */
  Optional<String> value(String name);

  /** This source with some values in place of its own. */
  default SecretSource with(Map<String, String> given) {
    Map<String, String> values = Map.copyOf(given);
    return name -> Optional.ofNullable(values.get(name)).or(() -> value(name));
  }
}
