package io.postern.gateway.routing;

import io.postern.gateway.settings.Settings;
import io.postern.gateway.settings.SettingsInForce;
import io.postern.mail.Mailbox;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

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

  public StaticRoutes(SettingsInForce settings) {
    this.table = Table.of(settings.now());
    settings.watch(next -> table = Table.of(next));
  }

  @Override
  public Route routeFor(Mailbox recipient) {
    Table current = table;
    String domain = recipient.domain().isEmpty() ? current.ownName() : recipient.domainKey();
    Map<String, Route> routes = current.routes();
    Route route = routes.get(domain);
    for (int dot = domain.indexOf('.'); route == null && dot >= 0; ) {
      route = routes.get(domain.substring(dot));
      dot = domain.indexOf('.', dot + 1);
    }
    if (route == null) {
      route = routes.get(DEFAULT);
    }
    return route == null ? new Route.None("no route for " + shown(domain)) : route;
  }

  private static String shown(String domain) {
    StringBuilder shown = new StringBuilder();
    domain
        .chars()
        .limit(LONGEST_SHOWN)
        .forEach(
            c -> {
              if (c > ' ' && c <= '~') {
                shown.append((char) c);
              } else {
                shown.append("\\u").append(Integer.toHexString(0x10000 | c).substring(1));
              }
            });
    return shown.toString();
  }

  private record Table(String ownName, Map<String, Route> routes) {

    static Table of(Settings settings) {
      List<Settings.RouteEntry> entries = settings.routes();
      Map<String, Route> routes = HashMap.newHashMap(entries.size());
      for (Settings.RouteEntry entry : entries) {
        // Of two entries for one domain the first counts, as a reader of the file expects.
        routes.putIfAbsent(
            entry.domain().toLowerCase(Locale.ROOT),
            entry.hold()
                ? new Route.Held()
                : new Route.To(new NextHop(entry.host(), entry.port())));
      }
      return new Table(settings.hostName().toLowerCase(Locale.ROOT), routes);
    }
  }
}
