package io.postern.gateway.delivery;

import io.postern.gateway.routing.Destination;
import io.postern.gateway.routing.Route;
import io.postern.gateway.routing.Routing;
import io.postern.gateway.spool.RecipientState;
import io.postern.gateway.spool.SpoolId;
import io.postern.mail.Envelope;
import io.postern.mail.Mailbox;
import java.util.List;
import java.util.Optional;

/** Says where recipients go, by the routes and by what an operator has released. Thread-safe. */
final class Router {

  private final Routing routing;

  Router(Routing routing) {
    this.routing = routing;
  }

  /**
   * Where some recipients of a message go.
   *
   * @param states of all recipients, or empty when all are new
   */
  RoutedRecipients route(
      SpoolId id,
      Envelope envelope,
      List<RecipientState> states,
      List<Integer> indexes,
      int attempt) {
    RoutedRecipients routed = new RoutedRecipients(id, attempt);
    for (int index : indexes) {
      boolean released = !states.isEmpty() && isReleased(states.get(index));
      Route route = routing.routeFor(envelope.recipients().get(index).mailbox());
      routed.add(index, released ? withoutHold(route) : route);
    }
    return routed;
  }

  /** Where a new recipient goes. */
  Route route(Mailbox recipient) {
    return routing.routeFor(recipient);
  }

  /** Where a recipient in this state goes. */
  Route route(Mailbox recipient, RecipientState state) {
    Route route = routing.routeFor(recipient);
    return isReleased(state) ? withoutHold(route) : route;
  }

  /**
   * Where all recipients at a domain in this state go; empty when they do not all go there.
   *
   * @param domain in lower case
   */
  Optional<Route> route(String domain, RecipientState state) {
    return route(routing, domain, state);
  }

  private static Optional<Route> route(Routing routing, String domain, RecipientState state) {
    Optional<Route> route = routing.routeForDomain(domain);
    return isReleased(state) ? route.map(Router::withoutHold) : route;
  }

  /** Whether a recipient's route leads to the destination. */
  boolean leadsTo(Destination destination, Mailbox recipient, RecipientState state) {
    return route(recipient, state) instanceof Route.To(Destination to) && to.equals(destination);
  }

  /** Whether a recipient's route holds mail. */
  boolean isHeld(Mailbox recipient) {
    return routing.routeFor(recipient) instanceof Route.Held;
  }

  /** Whether the route of a domain holds mail. */
  boolean isHeld(String domain) {
    return routing.routeForDomain(domain).filter(Route.Held.class::isInstance).isPresent();
  }

  /** Whether a recipient goes somewhere once it is released from hold. */
  boolean leadsOnWhenReleased(Mailbox recipient) {
    return !(withoutHold(routing.routeFor(recipient)) instanceof Route.Held);
  }

  /** Whether recipients at a domain in this state go elsewhere now than by these routes. */
  boolean isRerouted(Routing before, String domain, RecipientState state) {
    return !route(routing, domain, state).equals(route(before, domain, state));
  }

  /** A recipient that an operator has released goes where its route leads without the hold. */
  private static Route withoutHold(Route route) {
    return route instanceof Route.Held(Optional<Destination> beyond) && beyond.isPresent()
        ? new Route.To(beyond.get())
        : route;
  }

  private static boolean isReleased(RecipientState state) {
    return state instanceof RecipientState.Waiting waiting && waiting.released();
  }
}
