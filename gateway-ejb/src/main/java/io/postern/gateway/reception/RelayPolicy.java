package io.postern.gateway.reception;

import io.postern.gateway.settings.Settings;
import io.postern.mail.Mailbox;
import io.postern.mail.Reply;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who may send where: anybody to the relay domains, the relay networks anywhere (RFC 5321 section
 * 7.8, and RFC 2505 section 2.4). Immutable.
 */
final class RelayPolicy {

  private final String hostName;
  private final Set<String> domains;
  private final List<Network> networks;
  private final Optional<Mailbox> postmaster;

  private RelayPolicy(
      String hostName, Set<String> domains, List<Network> networks, Optional<Mailbox> postmaster) {
    this.hostName = hostName;
    this.domains = domains;
    this.networks = networks;
    this.postmaster = postmaster;
  }

  /**
   * @throws IllegalArgumentException when a network is none
   */
  static RelayPolicy of(Settings settings) {
    return new RelayPolicy(
        settings.hostName(),
        new HashSet<>(settings.relayDomains()),
        settings.relayNetworks().stream().map(Network::parse).toList(),
        settings.postmaster().map(Mailbox::parse));
  }

  /** Whether a client may send anywhere. */
  boolean mayRelay(InetAddress client) {
    for (Network network : networks) {
      if (network.contains(client)) {
        return true;
      }
    }
    return false;
  }

  /** The reply to a recipient that is refused; empty when it is allowed. */
  Optional<Reply> refusal(Mailbox recipient, boolean mayRelay) {
    if (mayRelay) {
      return Optional.empty();
    }
    if (!isOurs(recipient)) {
      return Optional.of(Replies.RELAYING_DENIED);
    }
    return routesFurther(recipient.localPart())
        ? Optional.of(Replies.ROUTED_DENIED)
        : Optional.empty();
  }

  private boolean isOurs(Mailbox recipient) {
    String domain = recipient.domainKey();
    if (domains.contains(domain)) {
      return true;
    }
    for (int dot = domain.indexOf('.'); dot >= 0; dot = domain.indexOf('.', dot + 1)) {
      if (domains.contains(domain.substring(dot))) {
        return true;
      }
    }
    // RFC 5321 section 4.5.1: the postmaster of the gateway itself must be reachable.
    return isOwnPostmaster(recipient);
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
