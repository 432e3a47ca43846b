package io.postern.gateway.routing;

import io.postern.gateway.settings.Settings;
import io.postern.gateway.settings.SettingsInForce;
import io.postern.mail.Mailbox;
import io.postern.text.Shown;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Routes as configured: a domain's own entry first, then the entries for subdomains from the most
 * to the least specific, then the default route. A look-up costs one hash access per label.
 *
 * <p>The {@code postmaster} without a domain (RFC 5321 section 4.1.1.3) is routed as one of the
 * gateway's own name.
 */
public final class StaticRoutes implements Routing {

  private static final String DEFAULT = "*";
  private static final int LONGEST_SHOWN = 255;

  private volatile Table table;

  private StaticRoutes(Table table) {
    this.table = table;
  }

  /** The routes of these settings, which do not follow changes. */
  public static Routing of(Settings settings) {
    return new StaticRoutes(Table.of(settings));
  }

  public StaticRoutes(SettingsInForce settings) {
    this.table = Table.of(settings.now());
    settings.watch(next -> table = Table.of(next));
  }

  @Override
  public Route routeFor(Mailbox recipient) {
    return route(recipient.domain().isEmpty() ? "" : recipient.domainKey());
  }

  @Override
  public Optional<Route> routeForDomain(String domain) {
    return Optional.of(route(domain));
  }

  private Route route(String key) {
    Table current = table;
    String domain = key.isEmpty() ? current.ownName() : key;
    Map<String, Route> routes = current.routes();
    Route route = routes.get(domain);
    if (route != null) {
      return route instanceof Route.Held held ? held(held, routes, domain) : route;
    }
    for (int dot = domain.indexOf('.'); dot >= 0; dot = domain.indexOf('.', dot + 1)) {
      route = routes.get(domain.substring(dot));
      if (route != null) {
        return route instanceof Route.Held held
            ? held(held, routes, domain.substring(dot + 1))
            : route;
      }
    }
    route = routes.get(DEFAULT);
    return route == null
        ? new Route.None("no route for " + Shown.of(domain, LONGEST_SHOWN))
        : route;
  }

  /** Without a host of its own, what is released goes where it would go without the entry. */
  private static Route.Held held(Route.Held entry, Map<String, Route> routes, String domain) {
    if (entry.released().isPresent()) {
      return entry;
    }
    for (int dot = domain.indexOf('.'); dot >= 0; dot = domain.indexOf('.', dot + 1)) {
      if (routes.get(domain.substring(dot)) instanceof Route route) {
        return new Route.Held(next(route));
      }
    }
    return routes.get(DEFAULT) instanceof Route route ? new Route.Held(next(route)) : entry;
  }

  private static Optional<Destination> next(Route route) {
    return switch (route) {
      case Route.To(Destination destination) -> Optional.of(destination);
      case Route.Held(Optional<Destination> released) -> released;
      case Route.None none -> Optional.empty();
    };
  }

  private record Table(String ownName, Map<String, Route> routes) {

    static Table of(Settings settings) {
      List<Settings.RouteEntry> entries = settings.routes();
      Map<String, Route> routes = HashMap.newHashMap(entries.size());
      for (Settings.RouteEntry entry : entries) {
        // Of two entries for one domain the first counts, as a reader of the file expects.
        routes.putIfAbsent(entry.domain().toLowerCase(Locale.ROOT), route(entry));
      }
      return new Table(settings.hostName().toLowerCase(Locale.ROOT), routes);
    }

    private static Route route(Settings.RouteEntry entry) {
      Optional<Destination> destination =
          entry.host().isEmpty()
              ? Optional.empty()
              : Optional.of(Destination.of(new NextHop(entry.host(), entry.port())));
      return entry.hold() ? new Route.Held(destination) : new Route.To(destination.orElseThrow());
    }
  }
}
