package io.postern.gateway.settings;

import io.postern.gateway.settings.Settings.Admin;
import io.postern.gateway.settings.Settings.Listener;
import io.postern.text.Shown;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;

/**
 * What the command line says against the configuration, and what the launcher has settled before
 * the server booted: the system properties {@code postern.data}, {@code postern.smtp.port} (of the
 * first listener), {@code postern.admin.address}, {@code postern.admin.port}, {@code
 * postern.manipulationWorkers} and {@code postern.config}.
 */
public final class Overrides {

  private final Properties properties;

  /** These values. */
  public Overrides(Properties properties) {
    this.properties = properties;
  }

  /** Those this virtual machine was started with. */
  public static Overrides ofThisProcess() {
    return new Overrides(System.getProperties());
  }

  /** The configuration file named, if any. */
  public Optional<Path> configurationFile() {
    return given("postern.config").map(Path::of);
  }

  /** Whether our launcher started the server. */
  public boolean launched() {
    return given("postern.launcher").isPresent();
  }

  /**
   * The settings with these values in them.
   *
   * @throws SettingsRefused when a value cannot be, or cannot be beside the others
   */
  public Settings on(Settings settings) {
    SettingsProblems problems = new SettingsProblems("command line");
    Path data = read("postern.data", settings.data(), Overrides::path, problems);
    Listener first = settings.listeners().getFirst();
    int smtpPort = read("postern.smtp.port", first.port(), Quantities::listeningPort, problems);
    int adminPort =
        read("postern.admin.port", settings.admin().port(), Quantities::listeningPort, problems);
    List<Listener> listeners = new ArrayList<>(settings.listeners());
    listeners.set(0, new Listener(first.name(), first.address(), smtpPort, first.lenient()));
    Admin admin =
        new Admin(
            read("postern.admin.address", settings.admin().address(), Names::address, problems),
            adminPort,
            settings.admin().names());
    int workers =
        read(
            "postern.manipulationWorkers",
            settings.limits().manipulationWorkers(),
            Quantities.number(1, 1_000),
            problems);
    reportClashes(listeners, admin, settings, problems);
    problems.refuseIfAny();
    return new Settings(
        settings.hostName(),
        listeners,
        settings.relayDomains(),
        settings.relayNetworks(),
        settings.routes(),
        settings.recipientsWithoutRoute(),
        settings.postmaster(),
        data,
        admin,
        settings.limits().withManipulationWorkers(workers),
        settings.retry(),
        settings.extensions(),
        settings.exports(),
        settings.privacy());
  }

  private static void reportClashes(
      List<Listener> listeners, Admin admin, Settings settings, SettingsProblems problems) {
    Listener first = listeners.getFirst();
    listeners.stream()
        .skip(1)
        .filter(other -> Conflicts.sameSocket(other, first.address(), first.port()))
        .forEach(
            other ->
                problems.add(
                    0,
                    "postern.smtp.port",
                    first.port() + " is taken by listener " + other.name() + " already"));
    listeners.stream()
        .filter(listener -> Conflicts.sameSocket(listener, admin.address(), admin.port()))
        .forEach(
            listener ->
                problems.add(
                    0,
                    "postern.admin.port",
                    admin.port() + " is taken by listener " + listener.name() + " already"));
    settings
        .routes()
        .forEach(
            route ->
                Conflicts.leadsBack(route, listeners)
                    .ifPresent(
                        listener ->
                            problems.add(
                                0,
                                "postern.smtp.port",
                                listener.port()
                                    + " makes the route of "
                                    + route.domain()
                                    + " lead back to this gateway")));
  }

  private <T> T read(
      String name, T otherwise, Function<String, T> reading, SettingsProblems problems) {
    try {
      return given(name).map(reading).orElse(otherwise);
    } catch (WrongValue e) {
      problems.add(0, name, e.getMessage());
      return otherwise;
    }
  }

  private Optional<String> given(String name) {
    return Optional.ofNullable(properties.getProperty(name)).filter(value -> !value.isBlank());
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new WrongValue(Shown.of(text) + " is not a path");
    }
  }
}
