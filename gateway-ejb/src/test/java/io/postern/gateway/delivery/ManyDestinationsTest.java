package io.postern.gateway.delivery;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.fixtures.jms.EmbeddedBroker;
import io.postern.fixtures.smtp.ScriptedServer;
import io.postern.gateway.queue.DeliveryQueues;
import io.postern.gateway.report.ReportComposer;
import io.postern.gateway.routing.StaticHostResolver;
import io.postern.gateway.routing.StaticRoutes;
import io.postern.gateway.settings.Settings;
import io.postern.gateway.settings.SettingsInForce;
import io.postern.gateway.spool.Spool;
import io.postern.gateway.spool.SpoolOptions;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Five thousand destinations at once, each an address of the loopback network, with the real
 * broker. Each next hop once had a JMS queue, a JMS connection and a thread of its own.
 */
@Timeout(240)
class ManyDestinationsTest {

  private static final int DESTINATIONS = 5_000;
  private static final int MOST_CONNECTIONS = 400;
  private static final int QUEUES = 4;
  private static final Duration SOON = Duration.ofSeconds(120);
  private static final String DEAD = "127.200.0.1";

  @TempDir static Path store;
  @TempDir Path spoolFolder;

  /** Takes mail at all addresses; defers the first transaction at each, and is silent at one. */
  private static final class ManyHosts implements ScriptedServer.Script {
    private final Set<InetAddress> deferred = ConcurrentHashMap.newKeySet();
    private final Set<InetAddress> delivered = ConcurrentHashMap.newKeySet();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger mostOpen = new AtomicInteger();
    private final CountDownLatch end = new CountDownLatch(1);

    @Override
    public void play(ScriptedServer.Line line) throws IOException, InterruptedException {
      mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
      try {
        InetAddress here = line.localAddress();
        if (here.getHostAddress().equals(DEAD)) {
          end.await();
          return;
        }
        ScriptedServer.converse(line, List.of(), command -> reply(here, command));
      } finally {
        open.decrementAndGet();
      }
    }

    private @Nullable String reply(InetAddress here, String command) {
      if (command.startsWith("RCPT") && deferred.add(here)) {
        return "451 4.7.1 greylisted";
      }
      if (command.equals(".")) {
        delivered.add(here);
      }
      return null;
    }
  }

  @Test
  void fiveThousandDestinationsShareThreadsAndConnections_andADeadOneDelaysNone() throws Exception {
    AtomicInteger jmsConnections = new AtomicInteger();
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    Clock clock = Clock.systemUTC();
    ManyHosts hosts = new ManyHosts();
    try (EmbeddedBroker broker = EmbeddedBroker.start(store);
        ScriptedServer server = ScriptedServer.onAllAddresses(hosts);
        Spool spool = Spool.open(SpoolOptions.of(spoolFolder), clock, new Fixtures.Records())) {
      SettingsInForce settings = new SettingsInForce(settings(server.port()));
      Delivery delivery =
          new Delivery(
              settings,
              spool,
              new StaticRoutes(settings),
              new StaticHostResolver(),
              new DeliveryQueues(
                  counted(broker.connections(), jmsConnections),
                  Thread.ofVirtual().factory(),
                  Fixtures.queueNames(),
                  DeliveryQueues.Timeouts.usual()),
              new ReportComposer(() -> "gate.example"),
              clock,
              begun -> {});
      delivery.start();
      try {
        threads.resetPeakThreadCount();
        int before = threads.getPeakThreadCount();
        // More than the dead destination's lane holds, and in the same queues as the others'.
        sendAll(spool, delivery, "dead.example", LaneWindow.SIZE + 300);
        for (int i = 0; i < DESTINATIONS; i += 500) {
          sendAll(spool, delivery, i, Math.min(DESTINATIONS, i + 500));
        }

        await().atMost(SOON).until(() -> hosts.delivered.size() == DESTINATIONS);
        await().atMost(SOON).until(() -> spool.size() == LaneWindow.SIZE + 300);

        // A sink sees the end of a connection later than the gateway, which may have opened another
        // by then; WorkerPoolTest counts exactly.
        assertTrue(
            hosts.mostOpen.get() <= 2 * MOST_CONNECTIONS, hosts.mostOpen.get() + " connections");
        assertTrue(
            jmsConnections.get() <= QUEUES + 1, jmsConnections.get() + " connections to JMS");
        int more = threads.getPeakThreadCount() - before;
        assertTrue(more < 100, more + " more platform threads");
        assertEquals(DESTINATIONS + 1, delivery.lanes().size());
      } finally {
        hosts.end.countDown();
        delivery.close(Duration.ofSeconds(1));
      }
    }
  }

  private static Settings settings(int port) {
    List<Settings.RouteEntry> routes = new ArrayList<>();
    for (int i = 0; i < DESTINATIONS; i++) {
      routes.add(
          new Settings.RouteEntry(
              "d" + i + ".example", "127.1." + i / 250 + "." + (1 + i % 250), port));
    }
    routes.add(new Settings.RouteEntry("dead.example", DEAD, port));
    return Fixtures.settings(
        routes,
        4,
        MOST_CONNECTIONS,
        new Settings.Retry(List.of(Duration.ofSeconds(1)), Duration.ofDays(5)));
  }

  private static void sendAll(Spool spool, Delivery delivery, String domain, int count)
      throws Exception {
    send(spool, delivery, Collections.nCopies(count, domain));
  }

  private static void sendAll(Spool spool, Delivery delivery, int from, int to) throws Exception {
    List<String> domains = new ArrayList<>();
    for (int i = from; i < to; i++) {
      domains.add("d" + i + ".example");
    }
    send(spool, delivery, domains);
  }

  /** Many sessions at once, as their syncs are shared. */
  private static void send(Spool spool, Delivery delivery, List<String> domains) throws Exception {
    List<Future<?>> sent = new ArrayList<>();
    try (ExecutorService sessions = Executors.newVirtualThreadPerTaskExecutor()) {
      for (String domain : domains) {
        sent.add(
            sessions.submit(
                () -> {
                  try {
                    Fixtures.send(
                        spool,
                        delivery,
                        "from@example.org",
                        Instant.now(),
                        "Subject: x\r\n\r\nhello\r\n",
                        "a@" + domain);
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                }));
      }
    }
    for (Future<?> one : sent) {
      one.get();
    }
  }

  private static ConnectionFactory counted(ConnectionFactory real, AtomicInteger opened) {
    return (ConnectionFactory)
        Proxy.newProxyInstance(
            ManyDestinationsTest.class.getClassLoader(),
            new Class<?>[] {ConnectionFactory.class},
            (proxy, method, args) -> {
              try {
                Object made = method.invoke(real, args);
                if (made instanceof Connection) {
                  opened.incrementAndGet();
                }
                return made;
              } catch (InvocationTargetException e) {
                throw e.getTargetException();
              }
            });
  }
}
