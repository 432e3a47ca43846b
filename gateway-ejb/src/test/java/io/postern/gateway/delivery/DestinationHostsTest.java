package io.postern.gateway.delivery;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.fixtures.Latches;
import io.postern.fixtures.Ports;
import io.postern.fixtures.smtp.ScriptedServer;
import io.postern.gateway.queue.MemoryQueue;
import io.postern.gateway.report.ReportComposer;
import io.postern.gateway.routing.Destination;
import io.postern.gateway.routing.HostResolver;
import io.postern.gateway.routing.NextHop;
import io.postern.gateway.routing.Route;
import io.postern.gateway.routing.Routing;
import io.postern.gateway.routing.StaticHostResolver;
import io.postern.gateway.settings.Settings;
import io.postern.gateway.settings.SettingsInForce;
import io.postern.gateway.spool.Mark;
import io.postern.gateway.spool.Spool;
import io.postern.gateway.spool.SpoolId;
import io.postern.gateway.spool.SpoolOptions;
import io.postern.mail.Mailbox;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A destination is more than one host, and its hosts are looked up inside its lane. */
@Timeout(120)
class DestinationHostsTest {

  private static final Duration SOON = Duration.ofSeconds(40);
  private static final List<String> FULL = List.of("PIPELINING", "SIZE 1000000", "8BITMIME");

  @TempDir Path folder;
  private final Fixtures.Records records = new Fixtures.Records();
  private Spool spool;
  private Delivery delivery;

  private interface Leading {
    Destination of(String domain);
  }

  private Leading leading = domain -> new Destination.MxDomain(domain);
  private HostResolver resolver = new StaticHostResolver();

  private void leadTo(Destination all, HostResolver hosts) {
    leadTo(recipient -> all, hosts);
  }

  private void leadTo(Leading destinations, HostResolver hosts) {
    leading = destinations;
    resolver = hosts;
  }

  @BeforeEach
  void open() {
    Clock clock = Clock.systemUTC();
    spool = Spool.open(SpoolOptions.of(folder), clock, records);
    SettingsInForce settings =
        new SettingsInForce(
            Fixtures.settings(
                List.of(),
                4,
                new Settings.Retry(List.of(Duration.ofMinutes(30)), Duration.ofDays(5))));
    Routing routing =
        new Routing() {
          @Override
          public Route routeFor(Mailbox recipient) {
            return new Route.To(leading.of(recipient.domainKey()));
          }

          @Override
          public Optional<Route> routeForDomain(String domain) {
            return Optional.of(new Route.To(leading.of(domain)));
          }
        };
    delivery =
        new Delivery(
            settings,
            spool,
            routing,
            destination -> resolver.hosts(destination),
            new MemoryQueue(),
            new ReportComposer(() -> "gate.example"),
            clock,
            begun -> {});
    delivery.start();
  }

  @AfterEach
  void close() throws InterruptedException {
    delivery.close(Duration.ofSeconds(1));
    spool.close();
  }

  private SpoolId send(String recipient) throws IOException {
    return Fixtures.send(
        spool, delivery, "a@from.example", Instant.now(), "Subject: x\r\n\r\nx\r\n", recipient);
  }

  @Test
  void secondHostIsAskedWhenTheFirstOpensNoSession() throws Exception {
    NextHop closed = new NextHop("127.0.0.1", Ports.free());
    try (ScriptedServer server = ScriptedServer.wellBehaved(FULL, command -> null)) {
      Destination both = new Destination.StaticHosts(List.of(closed, Fixtures.nextHop(server)));
      leadTo(both, new StaticHostResolver());
      SpoolId id = send("b@one.example");
      await().atMost(SOON).until(() -> records.isFinished(id));
      Mark mark = records.marks(id).getFirst();
      assertEquals(both.toString(), mark.facts().get("next-hop"));
      assertEquals(Fixtures.nextHop(server).toString(), mark.facts().get("remote"));
      assertEquals(List.of(both), delivery.lanes().stream().map(LaneStatus::nextHop).toList());
    }
  }

  @Test
  void destinationWhoseHostsAreNotKnownIsTriedLater() throws Exception {
    leadTo(new Destination.MxDomain("one.example"), new StaticHostResolver());
    SpoolId id = send("b@one.example");
    await().atMost(SOON).until(() -> records.marks(id).size() == 1);
    Mark mark = records.marks(id).getFirst();
    assertEquals("one.example", mark.facts().get("next-hop"));
    assertTrue(String.valueOf(mark.facts().get("reply")).contains("no MX look-up"));
    assertEquals(1, spool.size());
  }

  @Test
  void lookUpThatDoesNotReturnHoldsUpItsLaneAlone() throws Exception {
    Set<Destination> asked = ConcurrentHashMap.newKeySet();
    CountDownLatch never = new CountDownLatch(1);
    try (ScriptedServer server = ScriptedServer.wellBehaved(FULL, command -> null)) {
      leadTo(
          domain -> new Destination.MxDomain(domain),
          destination -> {
            asked.add(destination);
            if (destination.toString().equals("slow.example")) {
              Latches.await(never);
            }
            return new HostResolver.Hosts.Found(List.of(Fixtures.nextHop(server)));
          });
      for (int i = 0; i < 50; i++) {
        send("a" + i + "@slow.example");
      }
      SpoolId other = send("b@one.example");
      await().atMost(SOON).until(() -> records.isFinished(other));
      assertTrue(asked.contains(new Destination.MxDomain("slow.example")));
      never.countDown();
      await().atMost(SOON).until(() -> spool.size() == 0);
    }
  }
}
