package io.postern.gateway.settings;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;

/** What the machine itself says when the configuration does not. */
final class LocalHost {

  private LocalHost() {}

  /** The machine's name, or localhost when it has none that could stand in a greeting. */
  static String name() {
    try {
      String name = InetAddress.getLocalHost().getHostName();
      return Names.isDomain(name) ? name.toLowerCase(Locale.ROOT) : "localhost";
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
