package io.postern.gateway.routing;

import io.postern.mail.Mailbox;

/** The door. Thread-safe. */
public interface Routing {

  Route routeFor(Mailbox recipient);

  /** Whether a route leads to it, or its mail is held. Without I/O. */
  default boolean leads(Mailbox recipient) {
    return !(routeFor(recipient) instanceof Route.None);
  }
}
