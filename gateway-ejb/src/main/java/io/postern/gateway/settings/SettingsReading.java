package io.postern.gateway.settings;

import io.postern.gateway.settings.Settings.Admin;
import io.postern.gateway.settings.Settings.ExtensionEntry;
import io.postern.gateway.settings.Settings.FailurePolicy;
import io.postern.gateway.settings.Settings.Leniency;
import io.postern.gateway.settings.Settings.Limits;
import io.postern.gateway.settings.Settings.Listener;
import io.postern.gateway.settings.Settings.OnUnparsable;
import io.postern.gateway.settings.Settings.Privacy;
import io.postern.gateway.settings.Settings.Retry;
import io.postern.gateway.settings.Settings.RouteEntry;
import io.postern.gateway.settings.Settings.UnparsablePolicy;
import io.postern.gateway.settings.Settings.WithoutRoute;
import io.postern.text.Shown;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What each key of the configuration means, its default and its bounds. */
final class SettingsReading {

  static final String DEFAULT_LISTENER_ADDRESS = "127.0.0.1";
  static final int DEFAULT_SMTP_PORT = 2525;
  static final int DEFAULT_ADMIN_PORT = 8443;

  private static final Set<String> KEYS = SettingsSchema.names("");
  private static final Set<String> LISTENER_KEYS = SettingsSchema.names("listeners");
  private static final Set<String> ROUTE_KEYS = SettingsSchema.names("routes");
  private static final Set<String> ADMIN_KEYS = SettingsSchema.names("admin");
  private static final Set<String> LIMIT_KEYS = SettingsSchema.names("limits");
  private static final Set<String> RETRY_KEYS = SettingsSchema.names("retry");
  private static final Set<String> PRIVACY_KEYS = SettingsSchema.names("privacy");
  private static final Set<String> EXTENSION_KEYS = SettingsSchema.names("extensions");

  private static final int MOST_SESSIONS = 1_000_000;
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final List<Duration> SCHEDULE =
      List.of(
          Duration.ofMinutes(1),
          Duration.ofMinutes(5),
          Duration.ofMinutes(15),
          Duration.ofMinutes(30),
          HOUR,
          Duration.ofHours(2),
          Duration.ofHours(4));

  private final Section root;
  private final Path folder;
  private final SettingsProblems problems;

  SettingsReading(Section root, Path folder, SettingsProblems problems) {
    this.root = root;
    this.folder = folder;
    this.problems = problems;
  }

  static SettingsReading of(String name, String text, Path folder, SettingsProblems problems) {
    return new SettingsReading(
        Section.root(YamlSource.read(name, text, problems), KEYS, problems), folder, problems);
  }

  /**
   * @throws SettingsRefused with everything that is wrong
   */
  Settings read() {
    List<Listener> listeners = listeners();
    Path data = root.optional("data", this::path).orElseGet(() -> path("data"));
    Settings settings =
        new Settings(
            root.optional("hostName", Names::host).orElseGet(LocalHost::name),
            listeners,
            root.distinct("relayDomains", Names::domain),
            root.gives("relayNetworks")
                ? root.distinct("relayNetworks", Names::network)
                : List.of("127.0.0.0/8", "::1/128"),
            routes(listeners),
            root.value(
                "recipientsWithoutRoute", WithoutRoute.REFUSE, Quantities.word(WithoutRoute.class)),
            root.optional("postmaster", Names::mailbox),
            data,
            admin(root.section("admin", ADMIN_KEYS), listeners),
            limits(root.section("limits", LIMIT_KEYS)),
            retry(root.section("retry", RETRY_KEYS)),
            extensions(root.section("extensions", null)),
            new ExportsReading(this::path, data).read(root.section("exports", null)),
            privacy(root.section("privacy", PRIVACY_KEYS)));
    problems.refuseIfAny();
    return settings;
  }

  private static Privacy privacy(Section section) {
    return new Privacy(
        Set.copyOf(
            section.gives("subjects")
                ? section.distinct("subjects", Quantities.oneOf(Privacy.ROLES, Function.identity()))
                : Privacy.ROLES));
  }

  private List<Listener> listeners() {
    if (!root.gives("listeners")) {
      return List.of(new Listener("smtp", DEFAULT_LISTENER_ADDRESS, DEFAULT_SMTP_PORT));
    }
    List<Listener> listeners = new ArrayList<>();
    for (Section section : root.sections("listeners", LISTENER_KEYS)) {
      Optional<Integer> port = section.required("port", Quantities::listeningPort);
      String address = section.value("address", DEFAULT_LISTENER_ADDRESS, Names::address);
      String name =
          section.value("name", "smtp-" + port.map(String::valueOf).orElse(""), Names::name);
      if (listeners.stream().anyMatch(other -> other.name().equals(name))) {
        section.wrong("name", name + " is the name of another listener");
      }
      Listener listener =
          new Listener(
              name,
              address,
              port.orElse(0),
              Set.copyOf(section.distinct("lenient", Quantities.word(Leniency.class))));
      listeners.stream()
          .filter(other -> Conflicts.sameSocket(other, listener.address(), listener.port()))
          .findFirst()
          .ifPresent(
              other ->
                  section.wrong(
                      "port",
                      listener.port() + " is taken by listener " + other.name() + " already"));
      listeners.add(listener);
    }
    if (listeners.isEmpty()) {
      root.wrong("listeners", "must hold at least one listener");
    }
    return listeners;
  }

  private List<RouteEntry> routes(List<Listener> listeners) {
    Map<String, RouteEntry> routes = new LinkedHashMap<>();
    for (Section section : root.sections("routes", ROUTE_KEYS)) {
      Optional<String> domain = section.required("domain", Names::routedDomain);
      boolean hold = section.value("hold", false, Quantities::yesOrNo);
      Optional<RouteEntry> route = hold ? heldRoute(section, domain) : routeToHost(section, domain);
      if (domain.isPresent() && routes.containsKey(domain.get())) {
        section.wrong("domain", domain.get() + " has a route already");
      }
      route
          .flatMap(entry -> Conflicts.leadsBack(entry, listeners))
          .ifPresent(
              listener ->
                  section.wrong(
                      "host", "leads back to this gateway's listener " + listener.name()));
      route.ifPresent(entry -> routes.putIfAbsent(entry.domain(), entry));
    }
    return List.copyOf(routes.values());
  }

  private static Optional<RouteEntry> heldRoute(Section section, Optional<String> domain) {
    if (!section.gives("host")) {
      if (section.gives("port")) {
        section.wrong("port", "cannot be given without host");
      }
      return domain.map(RouteEntry::hold);
    }
    return routeToHost(section, domain)
        .map(entry -> new RouteEntry(entry.domain(), entry.host(), entry.port(), true));
  }

  private static Optional<RouteEntry> routeToHost(Section section, Optional<String> domain) {
    Optional<String> host = section.required("host", Names::host);
    int port = section.value("port", 25, Quantities::port);
    return domain.flatMap(name -> host.map(to -> new RouteEntry(name, to, port)));
  }

  private static Admin admin(Section section, List<Listener> listeners) {
    Admin admin =
        new Admin(
            section.value("address", DEFAULT_LISTENER_ADDRESS, Names::address),
            section.value("port", DEFAULT_ADMIN_PORT, Quantities::listeningPort),
            section.distinct("names", Names::host));
    listeners.stream()
        .filter(listener -> Conflicts.sameSocket(listener, admin.address(), admin.port()))
        .findFirst()
        .ifPresent(
            listener ->
                section.wrong(
                    "port",
                    admin.port() + " is taken by listener " + listener.name() + " already"));
    return admin;
  }

  private static Limits limits(Section section) {
    long messageSize = section.value("messageSize", 50L << 20, Quantities.size(1_000, 4L << 30));
    int headerSize =
        section
            .value("headerSize", Math.min(1L << 20, messageSize), Quantities.size(1_000, 64L << 20))
            .intValue();
    if (headerSize > messageSize) {
      section.wrong("headerSize", headerSize + " is more than messageSize " + messageSize);
    }
    return new Limits(
        section.value("sessions", 1_000, Quantities.number(1, MOST_SESSIONS)),
        section.value("sessionsPerClient", 50, Quantities.number(1, MOST_SESSIONS)),
        messageSize,
        headerSize,
        section.value("recipients", 1_000, Quantities.number(1, 100_000)),
        section.value("receivedFields", 100, Quantities.number(1, 1_000)),
        section.value("badCommands", 20, Quantities.number(1, 10_000)),
        section.value("commandsWithoutMessage", 100, Quantities.number(1, 1_000_000)),
        section.value("commandTime", Duration.ofMinutes(5), Quantities.duration(SECOND, HOUR)),
        section.value("messageTime", Duration.ofMinutes(30), Quantities.duration(SECOND, DAY)),
        section.value("idleTime", Duration.ofMinutes(10), Quantities.duration(SECOND, DAY)),
        section.value("sessionTime", HOUR, Quantities.duration(SECOND, DAY)),
        section.value("manipulationWorkers", 16, Quantities.number(1, 1_000)),
        section.value("deliveriesPerNextHop", 20, Quantities.number(1, 1_000)),
        section.value("deliveries", 2_000, Quantities.number(1, 50_000)),
        section.value("deliveryQueues", 16, Quantities.number(1, 256)));
  }

  private static Retry retry(Section section) {
    List<Duration> schedule =
        section.gives("schedule")
            ? section.list("schedule", Quantities.duration(SECOND, DAY.multipliedBy(7)))
            : SCHEDULE;
    if (section.gives("schedule") && schedule.isEmpty()) {
      section.wrong("schedule", "must hold at least one duration");
    }
    Duration lifetime =
        section.value(
            "lifetime",
            DAY.multipliedBy(5),
            Quantities.duration(Duration.ofMinutes(1), DAY.multipliedBy(30)));
    return new Retry(schedule.isEmpty() ? SCHEDULE : schedule, lifetime);
  }

  private Map<String, ExtensionEntry> extensions(Section section) {
    Map<String, ExtensionEntry> entries = new LinkedHashMap<>();
    for (String name : section.keys()) {
      try {
        Names.name(name);
      } catch (WrongValue e) {
        section.wrong(name, e.getMessage());
        continue;
      }
      Section entry = section.section(name, EXTENSION_KEYS);
      entries.put(
          name,
          new ExtensionEntry(
              name,
              entry.optional("archive", this::path).orElse(null),
              entry.value("order", 100, Quantities.number(0, 1_000_000)),
              entry.value(
                  "onFailure",
                  FailurePolicy.DEFER,
                  Quantities.oneOf(
                      List.of(FailurePolicy.values()),
                      policy -> policy.name().toLowerCase(Locale.ROOT))),
              onUnparsable(entry),
              entry.value(
                  "validationTime", Duration.ofSeconds(5), Quantities.duration(SECOND, HOUR)),
              entry.value(
                  "manipulationTime", Duration.ofSeconds(60), Quantities.duration(SECOND, HOUR)),
              entry.value(
                  "loggingTime", Settings.LOGGING_TIME, Quantities.duration(SECOND, HOUR))));
    }
    return entries;
  }

  /** One word for all stages, or a word for each stage. */
  private static OnUnparsable onUnparsable(Section entry) {
    Function<String, UnparsablePolicy> reading =
        Quantities.oneOf(
            List.of(UnparsablePolicy.values()), policy -> policy.name().toLowerCase(Locale.ROOT));
    if (!entry.holdsKeys("onUnparsable")) {
      return new OnUnparsable(
          entry.value("onUnparsable", UnparsablePolicy.PASS, reading), Map.of());
    }
    Section stages = entry.section("onUnparsable", new LinkedHashSet<>(OnUnparsable.STAGES));
    Map<String, UnparsablePolicy> byStage = new LinkedHashMap<>();
    for (String stage : stages.keys()) {
      byStage.put(stage, stages.value(stage, UnparsablePolicy.PASS, reading));
    }
    return new OnUnparsable(UnparsablePolicy.PASS, byStage);
  }

  private Path path(String text) {
    try {
      if (text.isBlank()) {
        throw new WrongValue("must not be empty");
      }
      return folder.resolve(text).normalize();
    } catch (InvalidPathException e) {
      throw new WrongValue(Shown.of(text) + " is not a path");
    }
  }
}
