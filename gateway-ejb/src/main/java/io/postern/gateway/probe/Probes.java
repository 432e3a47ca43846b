package io.postern.gateway.probe;

import io.postern.mail.Mailbox;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Entry point: the probe of the self-test under way, if there is one. Thread-safe. */
public final class Probes {

  /** Never resolves and is nobody's (RFC 6761 section 6.4); ours for this alone. */
  public static final String DOMAIN = "selftest.postern.invalid";

  private volatile Optional<Probe> now = Optional.empty();

  public Optional<Probe> now() {
    return now;
  }

  public void begin(Probe probe) {
    now = Optional.of(probe);
  }

  public void end() {
    now = Optional.empty();
  }

  /** Whether a session's client is the self-test under way. */
  public boolean comesFrom(InetSocketAddress client) {
    return now.map(probe -> probe.clients().contains(client)).orElse(false);
  }

  /** Whether a recipient is the one of the probe under way. */
  public boolean isFor(Mailbox recipient) {
    return now.map(probe -> probe.recipient().equals(recipient)).orElse(false);
  }

  /** Whether a recipient can be a probe's at all, also of one long over. */
  public static boolean isReserved(Mailbox recipient) {
    return recipient.domainKey().equals(DOMAIN);
  }
}
