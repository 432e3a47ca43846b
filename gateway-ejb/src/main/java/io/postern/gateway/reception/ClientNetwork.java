package io.postern.gateway.reception;

import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Whom the limits take for one client: an IPv4 address, or the 64 bits of an IPv6 network within
 * which a client picks addresses. Pure.
 */
final class ClientNetwork {

  private static final int IPV4 = 4;
  private static final int PREFIX_OCTETS = 8;

  private ClientNetwork() {}

  /** Equal for addresses of one client. */
  static long key(InetAddress client) {
    byte[] octets = client.getAddress();
    return octets.length == IPV4
        ? ByteBuffer.wrap(octets).getInt()
        : ByteBuffer.wrap(octets).getLong();
  }

  /** {@code 192.0.2.1} or {@code 2001:db8::/64}. */
  static String text(InetAddress client) {
    byte[] octets = client.getAddress();
    if (octets.length == IPV4) {
      return InetAddresses.toAddrString(client);
    }
    Arrays.fill(octets, PREFIX_OCTETS, octets.length, (byte) 0);
    try {
      return InetAddresses.toAddrString(InetAddress.getByAddress(octets)) + "/64";
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of " + octets.length + " octets", e);
    }
  }
}
