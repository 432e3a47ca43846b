package io.postern.gateway.probe;

import io.postern.mail.Mailbox;
import java.net.InetSocketAddress;
import java.util.Set;

/**
 * @param clients addresses and ports of the self-test's own end of its sessions
 * @param recipient in {@link Probes#DOMAIN}
 * @param sink where the message is to be delivered
 */
public record Probe(Set<InetSocketAddress> clients, Mailbox recipient, InetSocketAddress sink) {
  public Probe {
    clients = Set.copyOf(clients);
  }
}
