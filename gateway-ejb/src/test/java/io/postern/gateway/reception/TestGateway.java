package io.postern.gateway.reception;

import io.postern.fixtures.smtp.SmtpTestClient;
import io.postern.gateway.probe.Probes;
import io.postern.gateway.reception.esmtp.EsmtpExtension;
import io.postern.gateway.reception.esmtp.EsmtpExtensions;
import io.postern.gateway.routing.StaticRoutes;
import io.postern.gateway.settings.Settings;
import io.postern.gateway.settings.SettingsFile;
import io.postern.gateway.settings.SettingsInForce;
import io.postern.gateway.spool.SpoolId;
import io.postern.mail.Envelope;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A reception on the loopback with everything around it in memory. */
final class TestGateway implements AutoCloseable {

  record Handed(SpoolId id, Envelope envelope) {}

  final Probes probes = new Probes();
  final MemoryStore store = new MemoryStore();
  final ScriptedCallouts callouts = new ScriptedCallouts();
  final RecordedEvents events = new RecordedEvents();
  final List<Handed> handed = new CopyOnWriteArrayList<>();
  volatile Runnable beforeHandOver = () -> {};
  final SettingsInForce settings;
  final Reception reception;

  private TestGateway(Settings settings) {
    this(settings, EsmtpExtensions.SHIPPED);
  }

  private TestGateway(Settings settings, List<EsmtpExtension> extensions) {
    this.settings = new SettingsInForce(settings);
    this.reception =
        new Reception(
            this.settings,
            new EsmtpExtensions(extensions),
            callouts,
            probes,
            new StaticRoutes(this.settings)::leads,
            store,
            Sinks.of(
                (id, envelope) -> {
                  beforeHandOver.run();
                  handed.add(new Handed(id, envelope));
                }),
            events,
            Clock.fixed(Instant.parse("2026-11-24T08:05:09Z"), ZoneOffset.UTC));
    reception.open();
  }

  /** Takes mail for example.com from anywhere; the loopback may not relay. */
  static TestGateway opened() {
    return new TestGateway(settings(TestLimits.USUAL, List.of()));
  }

  /** The same, with the loopback allowed to relay. */
  static TestGateway relaying() {
    return new TestGateway(settings(TestLimits.USUAL, List.of("127.0.0.0/8")));
  }

  /** With the settings of a configuration, whatever defaults they have. */
  static TestGateway configured(String yaml) {
    return new TestGateway(SettingsFile.parse("test", yaml, Path.of("unused")));
  }

  /** With one ESMTP extension more. */
  static TestGateway extendedBy(EsmtpExtension extension) {
    List<EsmtpExtension> extensions = new ArrayList<>(EsmtpExtensions.SHIPPED);
    extensions.add(extension);
    return new TestGateway(settings(TestLimits.USUAL, List.of()), extensions);
  }

  static TestGateway with(UnaryOperator<Settings.Limits> change) {
    return new TestGateway(settings(change.apply(TestLimits.USUAL), List.of()));
  }

  static Settings settings(Settings.Limits limits, List<String> relayNetworks) {
    return new Settings(
        "mx.example.com",
        List.of(new Settings.Listener("inbound", "127.0.0.1", 0)),
        List.of("example.com", ".sub.example.com"),
        relayNetworks,
        List.of(new Settings.RouteEntry("*", "192.0.2.25", 25)),
        Settings.WithoutRoute.REFUSE,
        Optional.empty(),
        Path.of("unused"),
        new Settings.Admin("127.0.0.1", 0),
        limits,
        new Settings.Retry(List.of(Duration.ofMinutes(1)), Duration.ofDays(5)),
        Map.of(),
        Map.of(),
        new Settings.Privacy(Set.of()));
  }

  /** Puts other relay domains in force. */
  void relayFor(String... domains) {
    Settings now = settings.now();
    settings.put(changed(List.of(domains), now.routes(), now.postmaster(), now.limits()));
  }

  /** Puts routes for these domains alone in force. */
  void routeTo(String... domains) {
    Settings now = settings.now();
    List<Settings.RouteEntry> routes =
        Stream.of(domains)
            .map(domain -> new Settings.RouteEntry(domain, "192.0.2.25", 25))
            .toList();
    settings.put(changed(now.relayDomains(), routes, now.postmaster(), now.limits()));
  }

  /** Puts a mailbox for the gateway's own postmaster in force. */
  void postmaster(String mailbox) {
    Settings now = settings.now();
    settings.put(changed(now.relayDomains(), now.routes(), Optional.of(mailbox), now.limits()));
  }

  /** Puts other limits in force. */
  void limit(UnaryOperator<Settings.Limits> change) {
    Settings now = settings.now();
    settings.put(
        changed(now.relayDomains(), now.routes(), now.postmaster(), change.apply(now.limits())));
  }

  private Settings changed(
      List<String> relayDomains,
      List<Settings.RouteEntry> routes,
      Optional<String> postmaster,
      Settings.Limits limits) {
    Settings now = settings.now();
    return new Settings(
        now.hostName(),
        now.listeners(),
        relayDomains,
        now.relayNetworks(),
        routes,
        now.recipientsWithoutRoute(),
        postmaster,
        now.data(),
        now.admin(),
        limits,
        now.retry(),
        now.extensions(),
        now.exports(),
        now.privacy());
  }

  SmtpTestClient connect() {
    return new SmtpTestClient(reception.addresses().getFirst());
  }

  /** The one message that was kept. */
  MemoryStore.Kept onlyMessage() {
    if (store.kept.size() != 1) {
      throw new AssertionError("kept " + store.kept);
    }
    return store.kept.getFirst();
  }

  /** Whether nothing is left of any session. */
  boolean isQuiet() {
    return reception.sessionCount() == 0
        && store.contents.openNow() == 0
        && callouts.open.get() == 0;
  }

  @Override
  public void close() {
    reception.close(Duration.ofSeconds(5));
  }
}
