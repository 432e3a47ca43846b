package io.postern.gateway.routing;

import io.postern.mail.Mailbox;

/** The door. Thread-safe. */
@FunctionalInterface
public interface Routing {

  Route routeFor(Mailbox recipient);
}
