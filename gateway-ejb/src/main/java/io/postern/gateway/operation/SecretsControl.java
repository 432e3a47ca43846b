package io.postern.gateway.operation;

import io.postern.gateway.secret.NamedSecret;
import io.postern.gateway.secret.SecretRefused;
import java.util.List;

/**
 * The secrets that the settings name. No value ever comes back. Every method raises {@link
 * GatewayNotReady} while the gateway is not open. Thread-safe.
 */
public interface SecretsControl {

  /** By name. */
  List<NamedSecret> all();

  /**
   * Keeps a value, in place of an earlier one; a target uses it from its next connection on.
   *
   * @throws SecretRefused when name or value cannot be taken
   */
  void set(String name, String value, String actor);

  /** Forgets a value; nothing happens when there is none. */
  void remove(String name, String actor);
}
