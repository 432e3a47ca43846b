package io.postern.gateway.routing;

import io.postern.mail.Mailbox;
import java.util.Optional;

/** The entry point. Without I/O. Thread-safe. */
public interface Routing {

  Route routeFor(Mailbox recipient);

  /**
   * The route of all recipients at a domain; empty when they do not all have the same.
   *
   * @param domain in lower case; empty for the domain-less postmaster
   */
  Optional<Route> routeForDomain(String domain);

  /** Whether a route leads to it, or its mail is held. */
  default boolean leads(Mailbox recipient) {
    return !(routeFor(recipient) instanceof Route.None);
  }
}
