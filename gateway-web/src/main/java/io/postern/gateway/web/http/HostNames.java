package io.postern.gateway.web.http;

import java.net.InetAddress;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The names under which the administration answers. A page of another site can have its own name
 * resolve to the gateway's address (DNS rebinding) and is then of the same origin; the name in the
 * Host header field is what gives it away. An address cannot be rebound, so every IP literal
 * passes: behind address translation the gateway does not know which one it is reached by. The port
 * is not compared, for the same reason.
 *
 * @param names in lower case, without a dot at the end
 */
record HostNames(Set<String> names) {

  HostNames {
    names = Set.copyOf(names);
  }

  static HostNames of(Collection<String> names) {
    return new HostNames(
        names.stream().map(HostNames::withoutFinalDot).collect(Collectors.toUnmodifiableSet()));
  }

  /**
   * Whether a Host header field's value (RFC 9110 section 7.2) names the administration.
   *
   * @param host as received
   */
  boolean include(String host) {
    String name = withoutPort(host);
    if (name.startsWith("[") && name.endsWith("]")) {
      return isAddress(name.substring(1, name.length() - 1)) && name.indexOf(':') > 0;
    }
    String bare = withoutFinalDot(name);
    return bare.equals("localhost") || names.contains(bare) || isDottedQuad(bare);
  }

  /** Empty when what stands behind the name is no port. */
  private static String withoutPort(String host) {
    int colon = host.lastIndexOf(':');
    if (colon < 0 || host.endsWith("]")) {
      return host;
    }
    String port = host.substring(colon + 1);
    boolean isPort =
        port.matches("[0-9]{0,5}") && (port.isEmpty() || Integer.parseInt(port) <= 65_535);
    return isPort ? host.substring(0, colon) : "";
  }

  private static boolean isDottedQuad(String name) {
    return name.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}") && isAddress(name);
  }

  private static boolean isAddress(String text) {
    try {
      InetAddress.ofLiteral(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String withoutFinalDot(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }
}
