package io.postern.gateway.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where mail of one lane goes: made from a recipient and the routes without I/O, compared as a
 * value. Its text is the same in every run: the journal, the list of lanes and tickets show it.
 */
public sealed interface Destination {

  /**
   * Given hosts, asked in their order until one opens a session. As text {@code host:port}, several
   * separated by commas.
   *
   * @param hosts at least one
   */
  record StaticHosts(List<NextHop> hosts) implements Destination {
    public StaticHosts {
      hosts = List.copyOf(hosts);
      if (hosts.isEmpty()) {
        throw new IllegalArgumentException("a destination without a host");
      }
    }

    @Override
    public String toString() {
      return hosts.size() == 1
          ? hosts.getFirst().toString()
          : hosts.stream().map(NextHop::toString).collect(Collectors.joining(","));
    }
  }

  /**
   * The hosts that the domain's MX records name (RFC 5321 section 5.1). As text the domain, which
   * has no colon.
   *
   * @param domain in lower case, not an address literal
   */
  record MxDomain(String domain) implements Destination {
    public MxDomain {
      if (domain.isBlank() || domain.indexOf(':') >= 0 || domain.indexOf(',') >= 0) {
        throw new IllegalArgumentException("not a domain: " + domain);
      }
    }

    @Override
    public String toString() {
      return domain;
    }
  }

  /** One given host. */
  static Destination of(NextHop host) {
    return new StaticHosts(List.of(host));
  }

  /**
   * Reads what {@code toString} wrote.
   *
   * @throws IllegalArgumentException when the text is none of the forms
   */
  static Destination parse(String text) {
    if (text.indexOf(':') < 0) {
      return new MxDomain(text);
    }
    if (text.indexOf(',') < 0) {
      return of(NextHop.parse(text));
    }
    List<NextHop> hosts = new ArrayList<>();
    for (String host : text.split(",", -1)) {
      hosts.add(NextHop.parse(host));
    }
    return new StaticHosts(hosts);
  }
}
