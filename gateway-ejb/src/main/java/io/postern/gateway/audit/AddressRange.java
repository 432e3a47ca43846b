package io.postern.gateway.audit;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;

/**
 * Addresses that a search wants: one, or a network, and the port of a connection if it was given.
 *
 * @param lowest the first address
 * @param highest the last; as long as the first
 * @param port of the client, in decimal digits
 */
public record AddressRange(InetAddress lowest, InetAddress highest, Optional<String> port) {

  /**
   * @param text {@code 192.0.2.7}, {@code 192.0.2.0/24}, {@code 2001:db8::/32}, or an address with
   *     a port as the journal writes it, {@code 192.0.2.7:40022} or {@code [2001:db8::7]:40022}
   * @throws IllegalArgumentException when it is none of these; nothing is resolved
   */
  public static AddressRange parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      Endpoint endpoint = Endpoint.of(text);
      return new AddressRange(endpoint.address(), endpoint.address(), endpoint.port());
    }
    byte[] lowest = InetAddress.ofLiteral(text.substring(0, slash)).getAddress();
    int bits = bits(text.substring(slash + 1), lowest.length * 8);
    byte[] highest = lowest.clone();
    for (int i = 0; i < lowest.length; i++) {
      int ofOctet = Math.clamp(bits - 8L * i, 0, 8);
      int mask = 0xff00 >> ofOctet & 0xff;
      lowest[i] &= (byte) mask;
      highest[i] |= (byte) ~mask;
    }
    return new AddressRange(address(lowest), address(highest), Optional.empty());
  }

  private static int bits(String text, int most) {
    int bits = Integer.parseInt(text); // its exception is an IllegalArgumentException
    if (bits < 0 || bits > most) {
      throw new IllegalArgumentException("a network of %d bits".formatted(bits));
    }
    return bits;
  }

  private static InetAddress address(byte[] octets) {
    try {
      return InetAddress.getByAddress(octets);
    } catch (java.net.UnknownHostException e) {
      throw new IllegalArgumentException("an address of %d octets".formatted(octets.length), e);
    }
  }

  /** Whether it is one address. */
  boolean isOne() {
    return lowest.equals(highest);
  }

  boolean contains(Endpoint endpoint) {
    byte[] octets = endpoint.address().getAddress();
    return octets.length == lowest.getAddress().length
        && Arrays.compareUnsigned(octets, lowest.getAddress()) >= 0
        && Arrays.compareUnsigned(octets, highest.getAddress()) <= 0
        && (port.isEmpty() || port.equals(endpoint.port()));
  }

  /**
   * An address as lines have it.
   *
   * @param port in decimal digits, when it was there
   */
  public record Endpoint(InetAddress address, Optional<String> port) {

    /**
     * @throws IllegalArgumentException when it does not begin with an address
     */
    static Endpoint of(String text) {
      if (text.startsWith("[")) {
        int end = text.indexOf(']');
        if (end < 0) {
          throw new IllegalArgumentException("a bracket without its end");
        }
        return new Endpoint(literal(text.substring(1, end)), port(text, end + 1));
      }
      int colon = text.indexOf(':');
      boolean withPort = colon >= 0 && text.indexOf(':', colon + 1) < 0;
      return withPort
          ? new Endpoint(literal(text.substring(0, colon)), port(text, colon))
          : new Endpoint(literal(text), Optional.empty());
    }

    private static Optional<String> port(String text, int colon) {
      return text.length() > colon + 1 && text.charAt(colon) == ':'
          ? Optional.of(text.substring(colon + 1))
          : Optional.empty();
    }

    /** A network of a client stands for its first address; a zone is that of this machine. */
    private static InetAddress literal(String text) {
      int end = text.indexOf('/');
      String address = end < 0 ? text : text.substring(0, end);
      int zone = address.indexOf('%');
      return InetAddress.ofLiteral(zone < 0 ? address : address.substring(0, zone));
    }
  }
}
