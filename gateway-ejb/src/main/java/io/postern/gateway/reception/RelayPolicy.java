package io.postern.gateway.reception;

import io.postern.gateway.settings.Settings;
import io.postern.mail.Mailbox;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who may send where: anybody to the relay domains, the relay networks anywhere (RFC 5321 section
 * 7.8, and RFC 2505 section 2.4). Immutable.
 */
final class RelayPolicy {

  private final String hostName;
  private final Map<String, RelayDecision.Allowed> domains;
  private final List<TrustedNetwork> networks;
  private final Optional<Mailbox> postmaster;

  private record TrustedNetwork(Network network, RelayDecision.Allowed decision) {

    static TrustedNetwork of(String entry) {
      return new TrustedNetwork(Network.parse(entry), RelayDecision.Allowed.relayNetwork(entry));
    }
  }

  private RelayPolicy(
      String hostName,
      Map<String, RelayDecision.Allowed> domains,
      List<TrustedNetwork> networks,
      Optional<Mailbox> postmaster) {
    this.hostName = hostName;
    this.domains = domains;
    this.networks = networks;
    this.postmaster = postmaster;
  }

  /**
   * @throws IllegalArgumentException when a network is none
   */
  static RelayPolicy of(Settings settings) {
    Map<String, RelayDecision.Allowed> domains = new HashMap<>();
    for (String entry : settings.relayDomains()) {
      domains.put(entry, RelayDecision.Allowed.relayDomain(entry));
    }
    return new RelayPolicy(
        settings.hostName(),
        domains,
        settings.relayNetworks().stream().map(TrustedNetwork::of).toList(),
        settings.postmaster().map(Mailbox::parse));
  }

  /** What lets a client send anywhere; empty when nothing does. */
  Optional<RelayDecision.Allowed> anywhere(InetAddress client) {
    for (TrustedNetwork trusted : networks) {
      if (trusted.network().contains(client)) {
        return Optional.of(trusted.decision());
      }
    }
    return Optional.empty();
  }

  /** Of a client that may not send anywhere. */
  RelayDecision decide(Mailbox recipient) {
    RelayDecision ours = ours(recipient);
    return ours instanceof RelayDecision.Allowed && routesFurther(recipient.localPart())
        ? RelayDecision.ROUTE_IN_LOCAL_PART
        : ours;
  }

  private RelayDecision ours(Mailbox recipient) {
    String domain = recipient.domainKey();
    RelayDecision listed = domains.get(domain);
    for (int dot = domain.indexOf('.');
        listed == null && dot >= 0;
        dot = domain.indexOf('.', dot + 1)) {
      listed = domains.get(domain.substring(dot));
    }
    if (listed != null) {
      return listed;
    }
    return isOwnPostmaster(recipient)
        ? RelayDecision.OWN_POSTMASTER
        : RelayDecision.NO_RELAY_DOMAIN;
  }

  /**
   * Who gets the mail to a recipient: for our own postmaster the mailbox that the settings name.
   */
  Mailbox addressee(Mailbox recipient) {
    return postmaster.isPresent() && isOwnPostmaster(recipient) ? postmaster.get() : recipient;
  }

  private boolean isOwnPostmaster(Mailbox recipient) {
    return recipient.localPart().equalsIgnoreCase("postmaster")
        && recipient.domain().equalsIgnoreCase(hostName);
  }

  /**
   * Whether a host behind the gateway may read the local part as a route to somewhere else. From
   * outside such forms are refused even for our own domains, or that host would be an open relay.
   */
  private static boolean routesFurther(String localPart) {
    for (int i = 0; i < localPart.length(); i++) {
      char c = localPart.charAt(i);
      if (c == '@' || c == '%' || c == '!') {
        return true;
      }
    }
    return false;
  }
}
