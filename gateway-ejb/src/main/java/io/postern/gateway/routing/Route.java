package io.postern.gateway.routing;

import java.util.Optional;

/** The decision for one recipient. */
public sealed interface Route {

  /** Deliver to this next hop. */
  record To(NextHop nextHop) implements Route {}

  /**
   * Accept and keep: an operator wants the domain's mail held until it is released or the route is
   * changed.
   *
   * @param released where a recipient goes that an operator has released; empty when no route leads
   *     on
   */
  record Held(Optional<NextHop> released) implements Route {}

  /**
   * No route is configured for the domain; the recipient fails with 5.4.4 (RFC 3463 section 3.5).
   */
  record None(String reason) implements Route {}
}
