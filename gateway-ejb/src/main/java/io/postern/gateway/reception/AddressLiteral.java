package io.postern.gateway.reception;

import com.google.common.net.InetAddresses;
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
        ? isIpv6(inner.substring(IPV6.length()))
        : isIpv4(inner);
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

  private static boolean isIpv4(String text) {
    int parts = 0;
    int value = -1;
    for (int i = 0; i <= text.length(); i++) {
      char c = i < text.length() ? text.charAt(i) : '.';
      if (c == '.') {
        if (value < 0) {
          return false;
        }
        parts++;
        value = -1;
      } else if (c >= '0' && c <= '9') {
        value = Math.max(value, 0) * 10 + (c - '0');
        if (value > 255) {
          return false;
        }
      } else {
        return false;
      }
    }
    return parts == 4;
  }

  private static boolean isIpv6(String text) {
    if (text.length() > 45 || text.indexOf(':') < 0) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.digit(c, 16) < 0 && c != ':' && c != '.') {
        return false;
      }
    }
    try {
      return InetAddress.ofLiteral(text) != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
