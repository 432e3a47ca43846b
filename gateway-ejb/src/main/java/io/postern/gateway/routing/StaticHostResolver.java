package io.postern.gateway.routing;

/** Answers the hosts that the settings give, without a look-up. */
public final class StaticHostResolver implements HostResolver {

  @Override
  public Hosts hosts(Destination destination) {
    return switch (destination) {
      case Destination.StaticHosts given -> new Hosts.Found(given.hosts());
      case Destination.MxDomain(String domain) ->
          new Hosts.Unknown("the hosts of " + domain + " are not known: no MX look-up is set up");
    };
  }
}
