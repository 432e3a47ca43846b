package io.postern.gateway.reception;

import io.postern.gateway.settings.Settings;
import io.postern.gateway.settings.SettingsInForce;

/** The relay policy of the settings in force, built once per change of them. Thread-safe. */
final class PolicyInForce {

  private record Built(Settings from, RelayPolicy policy) {}

  private final SettingsInForce settings;
  private volatile Built built;

  PolicyInForce(SettingsInForce settings) {
    this.settings = settings;
    Settings first = settings.now();
    this.built = new Built(first, RelayPolicy.of(first));
  }

  @SuppressWarnings("ReferenceEquality") // Whether it is the very one; comparing all would be slow.
  RelayPolicy now() {
    Settings current = settings.now();
    Built last = built;
    if (last.from() != current) {
      last = new Built(current, RelayPolicy.of(current));
      built = last;
    }
    return last.policy();
  }
}
