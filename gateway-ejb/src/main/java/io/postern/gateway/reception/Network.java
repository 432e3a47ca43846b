package io.postern.gateway.reception;

import java.net.InetAddress;

/** An address range in CIDR notation (RFC 4632 section 3.1). Immutable. */
final class Network {

  /** 4 or 16 octets. */
  private final byte[] prefix;

  /** How many bits of them count. */
  private final int bits;

  private Network(byte[] prefix, int bits) {
    this.prefix = prefix;
    this.bits = bits;
  }

  /**
   * Reads {@code 192.0.2.0/24}, {@code 2001:db8::/32}, or a single address.
   *
   * @throws IllegalArgumentException when it is neither
   */
  static Network parse(String text) {
    int slash = text.indexOf('/');
    byte[] prefix = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash)).getAddress();
    int bits = slash < 0 ? prefix.length * 8 : Integer.parseInt(text.substring(slash + 1));
    if (bits < 0 || bits > prefix.length * 8) {
      throw new IllegalArgumentException("not a network: " + text);
    }
    return new Network(prefix, bits);
  }

  boolean contains(InetAddress address) {
    byte[] octets = address.getAddress();
    if (octets.length != prefix.length) {
      return false;
    }
    int whole = bits / 8;
    for (int i = 0; i < whole; i++) {
      if (octets[i] != prefix[i]) {
        return false;
      }
    }
    int rest = bits % 8;
    return rest == 0 || (octets[whole] ^ prefix[whole]) >> (8 - rest) == 0;
  }
}
