package io.postern.session;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** One SMTP session: a connection from greeting to QUIT or loss (RFC 5321 section 3.1). */
public interface Session {

  /** Names the session in logs and in the audit journal; unique over restarts. */
  String id();

  Instant startedAt();

  /** Name of the listener that took the connection, as configured. */
  String listener();

  InetSocketAddress remoteAddress();

  InetSocketAddress localAddress();

  /** The argument of the last HELO or EHLO; empty before it. Not verified. */
  Optional<String> greetedName();

  /** Whether the client may relay: its address is in a network allowed to. */
  boolean mayRelay();

  /**
   * What extensions keep until the session ends; see the package for keys. A map of this call's
   * own: what was changed in it when the callout returns is taken over. Used by one callout at a
   * time.
   */
  Map<String, Object> notes();
}
