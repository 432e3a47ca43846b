package io.postern.gateway.operation;

import io.postern.gateway.settings.Settings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The host names under which the administration answers. */
final class AdminNames {

  /** Looked up once: the resolver may take seconds, and this is asked for at each request. */
  private static final Set<String> MACHINE = machine();

  private AdminNames() {}

  static Set<String> of(GatewayAccess access) {
    Optional<Settings> settings = access.ifOpen().map(gateway -> gateway.settings().now());
    if (settings.isEmpty()) {
      return MACHINE;
    }
    Set<String> names = new HashSet<>(MACHINE);
    names.add(settings.get().hostName().toLowerCase(Locale.ROOT));
    names.addAll(settings.get().admin().names());
    return names;
  }

  private static Set<String> machine() {
    try {
      return Set.of(InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT));
    } catch (UnknownHostException e) {
      return Set.of(); // no name; addresses and localhost remain
    }
  }
}
