package io.postern.gateway.routing;

import java.util.List;

/**
 * Finds the hosts of a destination. Called by the lane, on its own thread, when a session is to be
 * opened. Thread-safe.
 */
public interface HostResolver {

  /** What was found. */
  sealed interface Hosts {

    /**
     * Hosts to be asked in this order.
     *
     * @param hosts at least one
     */
    record Found(List<NextHop> hosts) implements Hosts {
      public Found {
        hosts = List.copyOf(hosts);
      }
    }

    /**
     * None can be known now.
     *
     * @param why on one line, printable
     */
    record Unknown(String why) implements Hosts {}
  }

  /** Blocks as long as the look-up takes. */
  Hosts hosts(Destination destination);
}
