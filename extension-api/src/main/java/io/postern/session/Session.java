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
   * A place for extensions to remember things from stage to stage, until the session ends. Keys
   * should begin with the extension's name. Used by one callout at a time.
   */
  Map<String, Object> attributes();
}
