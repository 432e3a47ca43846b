package io.postern.gateway.routing;

/** The decision for one recipient. */
public sealed interface Route {

  /** Deliver to this next hop. */
  record To(NextHop nextHop) implements Route {}

  /** Accept and keep: an operator wants the domain's mail held until the route is changed. */
  record Held() implements Route {}

  /**
   * No route is configured for the domain; the recipient fails with 5.4.4 (RFC 3463 section 3.5).
   */
  record None(String reason) implements Route {}
}
