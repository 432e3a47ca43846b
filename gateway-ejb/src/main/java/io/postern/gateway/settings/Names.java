package io.postern.gateway.settings;

import com.google.common.net.InetAddresses;
import io.postern.text.Shown;
import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads host names, domains, addresses, networks and the names that the administrator gives to
 * things.
 */
final class Names {

  /** RFC 1035 section 2.3.4. */
  private static final int LONGEST_DOMAIN = 253;

  private static final int LONGEST_LABEL = 63;
  private static final int LONGEST_NAME = 41;

  /** RFC 5321 section 4.5.3.1.3, without brackets. */
  private static final int LONGEST_MAILBOX = 254;

  /** RFC 5321 section 4.1.2. */
  private static final Pattern DOT_STRING =
      Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*");

  private Names() {}

  /** A name or an address, in lower case. */
  static String host(String text) {
    String bare = withoutBrackets(text);
    if (literal(bare).isPresent()) {
      return bare;
    }
    return isDomain(text)
        ? text.toLowerCase(Locale.ROOT)
        : wrong(text, "is not a host name or address");
  }

  /** An address to listen on, or localhost. */
  static String address(String text) {
    String bare = withoutBrackets(text);
    if (bare.equals("localhost")) {
      return "127.0.0.1";
    }
    return literal(bare).isPresent() ? bare : wrong(text, "is not an IP address");
  }

  /** A domain, or {@code .example.com} for its subdomains, in lower case. */
  static String domain(String text) {
    String domain = text.startsWith(".") ? text.substring(1) : text;
    if (isDomain(domain) && literal(domain).isEmpty()) {
      return text.toLowerCase(Locale.ROOT);
    }
    String wrong =
        Shown.of(text) + " is not a domain (such as example.com, or .example.com for subdomains)";
    throw new WrongValue(ascii(text).map(better -> wrong + "; write " + better).orElse(wrong));
  }

  /** The same, or {@code *} for all that have no route of their own. */
  static String routedDomain(String text) {
    return text.equals("*") ? text : domain(text);
  }

  /** A mailbox at a domain, without quoted string. */
  static String mailbox(String text) {
    int at = text.lastIndexOf('@');
    boolean valid =
        at > 0
            && text.length() <= LONGEST_MAILBOX
            && DOT_STRING.matcher(text).region(0, at).matches()
            && isDomain(text.substring(at + 1));
    return valid ? text : wrong(text, "is not a mailbox (such as admin@example.com)");
  }

  /** A network as address and prefix length; a single address is a network of one. */
  static String network(String text) {
    int slash = text.indexOf('/');
    String bare = withoutBrackets(slash < 0 ? text : text.substring(0, slash));
    InetAddress address =
        literal(bare)
            .orElseThrow(
                () ->
                    new WrongValue(
                        Shown.of(text) + " is not a network (such as 10.0.0.0/8 or fd00::/8)"));
    int bits = address.getAddress().length * 8;
    int prefix = slash < 0 ? bits : prefix(text, text.substring(slash + 1), bits);
    if (prefix == 0) {
      return wrong(text, "is the whole world; every client could send anywhere (an open relay)");
    }
    InetAddress start = masked(address, prefix);
    if (!start.equals(address)) {
      return wrong(
          text,
          "has bits set beyond its prefix; write "
              + InetAddresses.toAddrString(start)
              + "/"
              + prefix);
    }
    return bare + "/" + prefix;
  }

  /** A name given by the administrator to a listener or an extension. */
  static String name(String text) {
    boolean right =
        !text.isEmpty()
            && text.length() <= LONGEST_NAME
            && text.charAt(0) >= 'a'
            && text.charAt(0) <= 'z'
            && text.chars().allMatch(c -> isLetterOrDigit(c) && !isUpper(c) || c == '-')
            && !text.contains("--");
    return right
        ? text
        : wrong(
            text,
            "is not a name (a to z, 0 to 9 and single hyphens, a letter first, at most "
                + LONGEST_NAME
                + ")");
  }

  /** An address in its own notation, never a look-up. */
  static Optional<InetAddress> literal(String text) {
    boolean v6 = text.indexOf(':') >= 0;
    boolean v4 = !v6 && text.chars().filter(c -> c == '.').count() == 3;
    if ((!v4 && !v6) || text.indexOf('%') >= 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  static boolean isDomain(String text) {
    if (text.isEmpty() || text.length() > LONGEST_DOMAIN) {
      return false;
    }
    for (String label : text.split("\\.", -1)) {
      if (label.isEmpty()
          || label.length() > LONGEST_LABEL
          || label.startsWith("-")
          || label.endsWith("-")
          || !label.chars().allMatch(c -> isLetterOrDigit(c) || c == '-')) {
        return false;
      }
    }
    return true;
  }

  private static Optional<String> ascii(String text) {
    if (text.chars().allMatch(c -> c < 128)) {
      return Optional.empty();
    }
    try {
      String ascii = IDN.toASCII(text);
      return isDomain(ascii) ? Optional.of(ascii) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static int prefix(String whole, String text, int bits) {
    try {
      return Quantities.number(0, bits).apply(text);
    } catch (WrongValue e) {
      throw new WrongValue(
          Shown.of(whole) + " has a prefix that is not a number from 0 to " + bits);
    }
  }

  private static InetAddress masked(InetAddress address, int prefix) {
    byte[] octets = address.getAddress();
    for (int bit = prefix; bit < octets.length * 8; bit++) {
      octets[bit / 8] &= (byte) ~(0x80 >> (bit % 8));
    }
    try {
      return InetAddress.getByAddress(octets);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of " + octets.length + " octets", e);
    }
  }

  private static String withoutBrackets(String text) {
    return text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
  }

  private static boolean isLetterOrDigit(int c) {
    return (c >= 'a' && c <= 'z') || isUpper(c) || (c >= '0' && c <= '9');
  }

  private static boolean isUpper(int c) {
    return c >= 'A' && c <= 'Z';
  }

  private static String wrong(String text, String what) {
    throw new WrongValue(Shown.of(text) + " " + what);
  }
}
