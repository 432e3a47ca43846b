package io.postern.gateway.routing;

import java.util.Optional;

/** The decision for one recipient. */
public sealed interface Route {

  /** Deliver there. */
  record To(Destination destination) implements Route {}

  /**
   * Accept and keep: an operator wants the domain's mail held until it is released or the route is
   * changed. What is held has no lane, so this is no destination.
   *
   * @param released where a recipient goes that an operator has released; empty when no route leads
   *     on
   */
  record Held(Optional<Destination> released) implements Route {}

  /**
   * No route is configured for the domain; the recipient fails with 5.4.4 (RFC 3463 section 3.5).
   */
  record None(String reason) implements Route {}
}
