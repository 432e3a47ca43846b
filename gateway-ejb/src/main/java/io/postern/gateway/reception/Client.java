package io.postern.gateway.reception;

import com.google.common.net.HostAndPort;
import com.google.common.net.InetAddresses;
import io.postern.gateway.callout.CalloutHistory;
import io.postern.gateway.settings.Settings;
import io.postern.session.Session;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is known of the client of one session. Written by the session's thread alone. */
final class Client implements Session {

  private final String id;
  private final Instant startedAt;
  private final Settings.Listener listener;
  private final InetSocketAddress remoteAddress;
  private final String peer;
  private final InetSocketAddress localAddress;
  private final Optional<RelayDecision.Allowed> anywhere;
  private final boolean probing;
  private final Map<String, Object> notes = new HashMap<>();
  private final CalloutHistory history = new CalloutHistory();
  private volatile @Nullable String greetedName;
  private volatile boolean extended;

  Client(
      String id,
      Instant startedAt,
      Settings.Listener listener,
      InetSocketAddress remoteAddress,
      InetSocketAddress localAddress,
      Optional<RelayDecision.Allowed> anywhere,
      boolean probing) {
    this.id = id;
    this.startedAt = startedAt;
    this.listener = listener;
    this.remoteAddress = remoteAddress;
    this.peer = text(remoteAddress);
    this.localAddress = localAddress;
    this.anywhere = anywhere;
    this.probing = probing;
  }

  void greeted(String name, boolean withExtensions) {
    greetedName = name;
    extended = withExtensions;
  }

  /** Whether it is the self-test under way (its port is known beforehand). */
  boolean isProbing() {
    return probing;
  }

  /** What lets it send anywhere; empty when nothing does. */
  Optional<RelayDecision.Allowed> anywhere() {
    return anywhere;
  }

  /** What its listener tolerates. */
  Set<Settings.Leniency> lenient() {
    return listener.lenient();
  }

  boolean isExtended() {
    return extended;
  }

  /** The name of the protocol in trace fields (RFC 3848). */
  String protocol() {
    return extended ? "ESMTP" : "SMTP";
  }

  /** What extensions did at the beginning of the session. */
  CalloutHistory history() {
    return history;
  }

  /** What is known when it has its greeting. */
  SessionOpened opened() {
    return new SessionOpened(id, listener.name(), peer, startedAt);
  }

  /** A fresh map with what is to be recorded of the session. */
  Map<String, String> facts() {
    Map<String, String> facts = new HashMap<>();
    facts.put(Facts.SESSION, id);
    facts.put(Facts.LISTENER, listener.name());
    facts.put(Facts.PEER, peer);
    String name = greetedName;
    if (name != null) {
      facts.put(Facts.HELO, name);
      facts.put(Facts.PROTOCOL, protocol());
    }
    history.putInto(facts);
    return facts;
  }

  /** As {@link Facts#PEER} says, IPv6 by RFC 5952. */
  static String text(InetSocketAddress address) {
    return HostAndPort.fromParts(
            InetAddresses.toAddrString(address.getAddress()), address.getPort())
        .toString();
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public Instant startedAt() {
    return startedAt;
  }

  @Override
  public String listener() {
    return listener.name();
  }

  @Override
  public InetSocketAddress remoteAddress() {
    return remoteAddress;
  }

  @Override
  public InetSocketAddress localAddress() {
    return localAddress;
  }

  @Override
  public Optional<String> greetedName() {
    return Optional.ofNullable(greetedName);
  }

  @Override
  public boolean mayRelay() {
    return anywhere.isPresent();
  }

  @Override
  public Map<String, Object> notes() {
    return notes;
  }
}
