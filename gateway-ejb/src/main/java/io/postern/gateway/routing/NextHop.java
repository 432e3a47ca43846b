package io.postern.gateway.routing;

/**
 * A host that takes mail.
 *
 * @param host name or address
 * @param port 1 to 65535
 */
public record NextHop(String host, int port) {
  public NextHop {
    if (host.isBlank() || port < 1 || port > 65535) {
      throw new IllegalArgumentException("not a next hop: " + host + ":" + port);
    }
  }

  /** Reads {@code host:port}. */
  public static NextHop parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 1) {
      throw new IllegalArgumentException("not a next hop: " + text);
    }
    return new NextHop(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
