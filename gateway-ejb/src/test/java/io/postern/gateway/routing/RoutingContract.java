package io.postern.gateway.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.delivery.Fixtures;
import io.postern.gateway.settings.Settings;
import io.postern.mail.Mailbox;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every routing answers, wherever it has its routes from. */
interface RoutingContract {

  /** Routing by these entries, of a gateway named {@code gate.example}. */
  Routing routing(List<Settings.RouteEntry> entries);

  static Settings settings(List<Settings.RouteEntry> entries) {
    return Fixtures.settings(
        entries, 1, new Settings.Retry(List.of(Duration.ofMinutes(5)), Duration.ofDays(5)));
  }

  static Destination to(String host, int port) {
    return Destination.of(new NextHop(host, port));
  }

  private Routing routing(Settings.RouteEntry... entries) {
    return routing(List.of(entries));
  }

  @Test
  default void recipientsOfOneMessage_haveEachTheDestinationOfTheirDomain() {
    Routing routing =
        routing(
            new Settings.RouteEntry("one.example", "mx1", 25),
            new Settings.RouteEntry("two.example", "mx2", 2525));
    assertEquals(new Route.To(to("mx1", 25)), routing.routeFor(Mailbox.parse("a@one.example")));
    assertEquals(new Route.To(to("mx2", 2525)), routing.routeFor(Mailbox.parse("a@two.example")));
  }

  @Test
  default void domainsAreComparedWithoutCase() {
    assertEquals(
        new Route.To(to("mx", 25)),
        routing(new Settings.RouteEntry("Example.COM", "mx", 25))
            .routeFor(Mailbox.parse("a@EXAMPLE.com")));
  }

  @Test
  default void postmasterWithoutDomain_isOneOfTheGatewaysOwn() {
    Routing routing =
        routing(
            new Settings.RouteEntry("gate.example", "own", 25),
            new Settings.RouteEntry("*", "default", 25));
    assertEquals(new Route.To(to("own", 25)), routing.routeFor(new Mailbox("postmaster", "")));
    assertEquals(Optional.of(new Route.To(to("own", 25))), routing.routeForDomain(""));
  }

  @Test
  default void heldDomain_leadsNowhereUntilItIsReleased_andIsNotRefused() {
    Routing routing =
        routing(
            Settings.RouteEntry.hold("held.example"),
            new Settings.RouteEntry("later.example", "mx", 25, true));
    Mailbox held = Mailbox.parse("a@held.example");
    assertEquals(new Route.Held(Optional.empty()), routing.routeFor(held));
    assertTrue(routing.leads(held));
    assertEquals(
        new Route.Held(Optional.of(to("mx", 25))),
        routing.routeFor(Mailbox.parse("a@later.example")));
  }

  @Test
  default void recipientWithoutARoute_isRefusedForAPrintableReason() {
    Routing routing = routing(new Settings.RouteEntry("example.com", "mx", 25));
    Mailbox stranger = new Mailbox("a", "\u202eevil.org");
    Route.None none = assertInstanceOf(Route.None.class, routing.routeFor(stranger));
    assertEquals("no route for \\u{202e}evil.org", none.reason());
    assertFalse(routing.leads(stranger));
  }

  /** Who has no answer for a domain is asked for each recipient. */
  @Test
  default void routeOfADomain_isThatOfEachOfItsRecipients() {
    Routing routing =
        routing(
            new Settings.RouteEntry("one.example", "mx", 25),
            Settings.RouteEntry.hold("held.example"));
    for (String domain : List.of("one.example", "held.example", "other.example")) {
      routing
          .routeForDomain(domain)
          .ifPresent(
              route -> {
                for (String localPart : List.of("a", "postmaster", "\"odd one\"")) {
                  assertEquals(route, routing.routeFor(new Mailbox(localPart, domain)));
                }
              });
    }
  }

  /** Tickets and the journal name destinations by their text. */
  @Test
  default void destination_isReadBackFromItsText() {
    Routing routing = routing(new Settings.RouteEntry("*", "2001:db8::1", 25));
    Route.To route =
        assertInstanceOf(Route.To.class, routing.routeFor(Mailbox.parse("a@example.com")));
    assertEquals(route.destination(), Destination.parse(route.destination().toString()));
  }
}
