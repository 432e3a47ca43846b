package io.postern.gateway.callout;

import io.postern.session.Session;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A session without a connection. */
record TestSession(Map<String, Object> notes) implements Session {

  TestSession() {
    this(new HashMap<>());
  }

  @Override
  public String id() {
    return "S1";
  }

  @Override
  public Instant startedAt() {
    return Instant.EPOCH;
  }

  @Override
  public String listener() {
    return "mx";
  }

  @Override
  public InetSocketAddress remoteAddress() {
    return InetSocketAddress.createUnresolved("192.0.2.1", 40000);
  }

  @Override
  public InetSocketAddress localAddress() {
    return InetSocketAddress.createUnresolved("192.0.2.2", 25);
  }

  @Override
  public Optional<String> greetedName() {
    return Optional.of("client.example");
  }

  @Override
  public boolean mayRelay() {
    return false;
  }
}
