package io.postern.gateway.operation;

import java.net.InetSocketAddress;

/** Socket addresses as people write them. */
final class Addresses {

  private Addresses() {}

  static String shown(InetSocketAddress address) {
    return shown(address.getAddress().getHostAddress(), address.getPort());
  }

  /** IPv6 addresses in brackets (RFC 3986 section 3.2.2). */
  static String shown(String address, int port) {
    return address.indexOf(':') >= 0 && !address.startsWith("[")
        ? "[" + address + "]:" + port
        : address + ":" + port;
  }
}
