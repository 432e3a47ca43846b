package io.postern.gateway.reception;

import com.google.common.net.InetAddresses;
import io.postern.text.Shown;
import java.net.InetAddress;

/** Address literals such as {@code [192.0.2.1]} (RFC 5321 section 4.1.3). */
final class AddressLiteral {

  private static final String IPV6 = "IPv6:";

  private AddressLiteral() {}

  /** Whether the characters from {@code [} to {@code ]} are an IPv4 or IPv6 literal. */
  static boolean isValid(CharSequence text, int from, int to) {
    if (to - from < 3 || text.charAt(from) != '[' || text.charAt(to - 1) != ']') {
      return false;
    }
    String inner = text.subSequence(from + 1, to - 1).toString();
    return inner.regionMatches(true, 0, IPV6, 0, IPV6.length())
        ? isAddress(inner.substring(IPV6.length()), true)
        : isAddress(inner, false);
  }

  /** An address as a literal, IPv6 by RFC 5952. */
  static String of(InetAddress address) {
    String text = InetAddresses.toAddrString(address);
    if (text.indexOf(':') < 0) {
      return '[' + text + ']';
    }
    int zone = text.indexOf('%');
    return "[IPv6:" + (zone < 0 ? text : text.substring(0, zone)) + ']';
  }

  /**
   * Guava alone would take a zone, and digits of any script. A part with leading zeros is no
   * address, though RFC 5321 allows some: to one reader 010 is ten, to another eight.
   */
  private static boolean isAddress(String text, boolean isIpv6) {
    return text.indexOf(':') >= 0 == isIpv6
        && text.indexOf('%') < 0
        && Shown.isPrintableAscii(text)
        && InetAddresses.isInetAddress(text);
  }
}
