package io.postern.gateway.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.postern.gateway.probe.Probe;
import io.postern.gateway.probe.Probes;
import io.postern.gateway.settings.Settings;
import io.postern.mail.Mailbox;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whatever is no probe is routed as the contract says. */
final class ProbeRoutesTest implements RoutingContract {

  private static final Mailbox PROBE = Mailbox.parse("probe-1@selftest.postern.invalid");
  private final Probes probes = new Probes();
  private final Route everywhere = new Route.To(Destination.of(new NextHop("mx.example", 25)));
  private final Routing routes = new ProbeRoutes(everywhere(), probes);

  @Override
  public Routing routing(List<Settings.RouteEntry> entries) {
    return new ProbeRoutes(StaticRoutes.of(RoutingContract.settings(entries)), probes);
  }

  private Routing everywhere() {
    return new Routing() {
      @Override
      public Route routeFor(Mailbox recipient) {
        return everywhere;
      }

      @Override
      public Optional<Route> routeForDomain(String domain) {
        return Optional.of(everywhere);
      }
    };
  }

  @Test
  void theProbe_leadsToItsSink_whileTheTestIsUnderWay() {
    InetSocketAddress sink = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1234);
    probes.begin(new Probe(Set.of(), PROBE, sink));
    assertEquals(
        new Route.To(Destination.of(new NextHop("127.0.0.1", 1234))), routes.routeFor(PROBE));
    assertEquals(Optional.empty(), routes.routeForDomain(PROBE.domainKey()));
    probes.end();
    assertInstanceOf(Route.None.class, routes.routeFor(PROBE));
  }

  @Test
  void anotherProbe_leadsNowhere_notEvenByTheDefaultRoute() {
    InetSocketAddress sink = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1234);
    probes.begin(new Probe(Set.of(), PROBE, sink));
    assertInstanceOf(
        Route.None.class, routes.routeFor(Mailbox.parse("probe-2@SELFTEST.postern.invalid")));
  }

  @Test
  void allElse_goesByTheConfiguredRoutes() {
    assertEquals(Optional.of(everywhere), routes.routeForDomain("example.com"));
    assertEquals(everywhere, routes.routeFor(Mailbox.parse("a@example.com")));
  }
}
