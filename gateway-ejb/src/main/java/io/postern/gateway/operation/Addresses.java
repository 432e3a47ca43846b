package io.postern.gateway.operation;

import com.google.common.net.HostAndPort;
import com.google.common.net.InetAddresses;
import java.net.InetSocketAddress;

/** Socket addresses as people write them, IPv6 by RFC 5952. */
public final class Addresses {

  private Addresses() {}

  public static String shown(InetSocketAddress address) {
    return shown(InetAddresses.toAddrString(address.getAddress()), address.getPort());
  }

  /** A configured address, which may be a name; IPv6 in brackets (RFC 3986 section 3.2.2). */
  public static String shown(String address, int port) {
    return HostAndPort.fromParts(address, port).toString();
  }
}
