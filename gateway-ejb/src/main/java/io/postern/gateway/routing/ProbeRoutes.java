package io.postern.gateway.routing;

import io.postern.gateway.probe.Probes;
import io.postern.mail.Mailbox;
import java.util.Optional;

/**
 * Routes the probe of a self-test to its sink while the test is under way, and leaves all else to
 * the configured routes. A probe that outlives its test, as after a crash, leads nowhere: it has a
 * null reverse-path, so it fails without a trace outside.
 */
public final class ProbeRoutes implements Routing {

  private final Routing others;
  private final Probes probes;

  public ProbeRoutes(Routing others, Probes probes) {
    this.others = others;
    this.probes = probes;
  }

  @Override
  public Route routeFor(Mailbox recipient) {
    if (!Probes.isReserved(recipient)) {
      return others.routeFor(recipient);
    }
    return probes
        .now()
        .filter(probe -> probe.recipient().equals(recipient))
        .<Route>map(
            probe ->
                new Route.To(
                    Destination.of(
                        new NextHop(
                            probe.sink().getAddress().getHostAddress(), probe.sink().getPort()))))
        .orElseGet(() -> new Route.None("the self-test that this belonged to is over"));
  }

  @Override
  public Optional<Route> routeForDomain(String domain) {
    return domain.equals(Probes.DOMAIN) ? Optional.empty() : others.routeForDomain(domain);
  }
}
