package io.postern.gateway.settings;

import io.postern.gateway.settings.Settings.Listener;
import io.postern.gateway.settings.Settings.RouteEntry;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** Values that are right by themselves but cannot stand together. */
final class Conflicts {

  private Conflicts() {}

  /** Whether a listener already has this socket; port 0 takes a free one and clashes with none. */
  static boolean sameSocket(Listener listener, String address, int port) {
    return port != 0
        && listener.port() == port
        && (listener.address().equals(address)
            || isWildcard(listener.address())
            || isWildcard(address));
  }

  /** The listener of this gateway that a route's next hop is: its mail would go in a circle. */
  static Optional<Listener> leadsBack(RouteEntry route, List<Listener> listeners) {
    String host = route.host().equals("localhost") ? "127.0.0.1" : route.host();
    boolean own = Names.literal(host).filter(InetAddress::isLoopbackAddress).isPresent();
    return listeners.stream()
        .filter(listener -> !host.isEmpty() && listener.port() == route.port())
        .filter(
            listener -> listener.address().equals(host) || (own && isWildcard(listener.address())))
        .findFirst();
  }

  private static boolean isWildcard(String address) {
    return Names.literal(address).filter(InetAddress::isAnyLocalAddress).isPresent();
  }
}
