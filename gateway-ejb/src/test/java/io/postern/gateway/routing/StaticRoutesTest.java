package io.postern.gateway.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.gateway.settings.Settings;
import io.postern.gateway.settings.SettingsInForce;
import io.postern.mail.Mailbox;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StaticRoutesTest implements RoutingContract {

  @Override
  public Routing routing(List<Settings.RouteEntry> entries) {
    return routes(entries);
  }

  private static final List<Settings.RouteEntry> ENTRIES =
      List.of(
          new Settings.RouteEntry("*", "default", 25),
          new Settings.RouteEntry(".example.com", "subdomains", 25),
          new Settings.RouteEntry(".deep.example.com", "deeper", 25),
          new Settings.RouteEntry("example.com", "exact", 25),
          new Settings.RouteEntry("gate.example", "own", 25));

  @ParameterizedTest
  @CsvSource({
    "a@example.com, exact",
    "a@EXAMPLE.Com, exact",
    "a@x.example.com, subdomains",
    "a@x.y.example.com, subdomains",
    "a@X.Deep.example.com, deeper",
    "a@deep.example.com, subdomains",
    "a@notexample.com, default",
    "a@other.org, default",
    "a@localhost, default"
  })
  void mostSpecificEntryDecides(String recipient, String host) {
    assertEquals(
        new Route.To(Destination.of(new NextHop(host, 25))),
        routes(ENTRIES).routeFor(Mailbox.parse(recipient)));
  }

  @Test
  void changedSettingsCountAtOnce() {
    SettingsInForce settings = new SettingsInForce(RoutingContract.settings(ENTRIES));
    StaticRoutes routes = new StaticRoutes(settings);
    settings.put(RoutingContract.settings(List.of(new Settings.RouteEntry("*", "new", 26))));
    assertEquals(
        new Route.To(Destination.of(new NextHop("new", 26))),
        routes.routeFor(Mailbox.parse("a@example.com")));
  }

  private static StaticRoutes routes(List<Settings.RouteEntry> entries) {
    return new StaticRoutes(new SettingsInForce(RoutingContract.settings(entries)));
  }

  @Test
  void mailReleasedFromHold_goesToTheEntrysHost_orWhereItWouldGoWithoutTheEntry() {
    StaticRoutes routes =
        routes(
            List.of(
                new Settings.RouteEntry("own.example", "own", 26, true),
                Settings.RouteEntry.hold("plain.example"),
                Settings.RouteEntry.hold("a.b.example"),
                Settings.RouteEntry.hold(".b.example"),
                new Settings.RouteEntry(".example", "wide", 25),
                Settings.RouteEntry.hold("other.test"),
                new Settings.RouteEntry("*", "smarthost", 25)));
    assertEquals(held("own", 26), routes.routeFor(Mailbox.parse("a@own.example")));
    assertEquals(held("wide", 25), routes.routeFor(Mailbox.parse("a@plain.example")));
    assertEquals(held("wide", 25), routes.routeFor(Mailbox.parse("a@x.y.b.example")));
    assertEquals(held("smarthost", 25), routes.routeFor(Mailbox.parse("a@other.test")));
  }

  private static Route held(String host, int port) {
    return new Route.Held(Optional.of(Destination.of(new NextHop(host, port))));
  }
}
