package io.postern.gateway.delivery;

import static org.awaitility.Awaitility.await;

import io.postern.fixtures.jms.EmbeddedBroker;
import io.postern.fixtures.smtp.ScriptedServer;
import io.postern.gateway.queue.DeliveryQueues;
import io.postern.gateway.report.ReportComposer;
import io.postern.gateway.routing.NextHop;
import io.postern.gateway.routing.StaticHostResolver;
import io.postern.gateway.routing.StaticRoutes;
import io.postern.gateway.settings.Settings;
import io.postern.gateway.settings.SettingsInForce;
import io.postern.gateway.spool.Spool;
import io.postern.gateway.spool.SpoolId;
import io.postern.gateway.spool.SpoolOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Delivery as the gateway runs it: one real broker per class, and a spool for each test. */
abstract class WithDelivery {

  static final Duration SOON = Duration.ofSeconds(40);
  static final List<String> FULL = List.of("PIPELINING", "SIZE 1000000", "8BITMIME");
  static final Settings.Retry QUICK =
      new Settings.Retry(List.of(Duration.ofSeconds(1)), Duration.ofDays(5));

  @TempDir static Path store;
  private static EmbeddedBroker broker;

  @TempDir Path spoolFolder;
  final Fixtures.Records records = new Fixtures.Records();
  final Clock clock = Clock.systemUTC();
  final SettingsInForce settings = new SettingsInForce(Fixtures.settings(List.of(), 4, QUICK));
  Spool spool;
  Delivery delivery;

  @BeforeAll
  static void startBroker() {
    broker = EmbeddedBroker.start(store);
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @BeforeEach
  void open() {
    spool = Spool.open(SpoolOptions.of(spoolFolder), clock, records);
    delivery =
        new Delivery(
            settings,
            spool,
            new StaticRoutes(settings),
            new StaticHostResolver(),
            new DeliveryQueues(
                broker.connections(),
                Thread.ofVirtual().factory(),
                Fixtures.queueNames(),
                DeliveryQueues.Timeouts.usual()),
            new ReportComposer(() -> settings.now().hostName()),
            clock,
            begun -> {});
    delivery.start();
  }

  @AfterEach
  void close() throws InterruptedException {
    delivery.close(Duration.ofSeconds(1));
    spool.close();
  }

  /** These alone, with quick retries. */
  void routes(Settings.RouteEntry... entries) {
    settings.put(Fixtures.settings(List.of(entries), 4, QUICK));
  }

  static Settings.RouteEntry entry(String domain, NextHop nextHop) {
    return new Settings.RouteEntry(domain, nextHop.host(), nextHop.port());
  }

  /** Accepts a message and hands it to delivery, as reception does. */
  SpoolId sendFrom(String from, String content, String... recipients) throws IOException {
    return Fixtures.send(spool, delivery, from, Instant.now(clock), content, recipients);
  }

  /** Waits until the message is gone and its marks have been read. */
  void finished(SpoolId id) {
    await().atMost(SOON).until(() -> spool.read(id).isEmpty() && records.isFinished(id));
  }

  /** All that came, over all connections. */
  static String received(ScriptedServer server) {
    StringBuilder all = new StringBuilder();
    server.lines().forEach(line -> all.append(line.received()));
    return all.toString();
  }
}
