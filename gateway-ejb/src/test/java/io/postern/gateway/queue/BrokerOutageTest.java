package io.postern.gateway.queue;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.fixtures.jms.BrokerProcess;
import io.postern.gateway.routing.Destination;
import io.postern.gateway.routing.NextHop;
import io.postern.gateway.spool.SpoolId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The broker is killed, hangs, loses its store. What was put must come, by itself or by the rescan,
 * which here stands for the spool: it puts again whatever has not come.
 */
@Timeout(240)
class BrokerOutageTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Destination HOP = Destination.of(new NextHop("one.example", 25));

  @TempDir Path folder;
  private BrokerProcess broker;
  private DeliveryQueues queues;
  private final Set<Long> put = ConcurrentHashMap.newKeySet();
  private final Set<Long> taken = ConcurrentHashMap.newKeySet();
  private final AtomicInteger spoolRescan = new AtomicInteger();

  @BeforeEach
  void start() throws Exception {
    broker = BrokerProcess.start(folder.resolve("store"));
    queues =
        new DeliveryQueues(
            broker.connections(),
            Thread.ofVirtual().factory(),
            QueueNames.of(4),
            new DeliveryQueues.Timeouts(
                Duration.ofSeconds(3), Duration.ofSeconds(30), Duration.ofMillis(500)));
    queues.start(ticket -> taken.add(ticket.id().value()), this::rescan);
  }

  private void rescan() {
    spoolRescan.incrementAndGet();
    for (long id : put) {
      if (!taken.contains(id)) {
        queues.put(ticket(id), Duration.ZERO);
      }
    }
  }

  @AfterEach
  void stop() throws Exception {
    queues.close();
    broker.close();
  }

  @Test
  void ticketsPutWhileTheBrokerIsDeadComeWhenItIsBack() throws Exception {
    put(1, 50, Duration.ZERO);
    await().atMost(SOON).until(() -> taken.size() == 50);
    broker.kill();
    put(51, 200, Duration.ZERO);
    broker.restart();
    await().atMost(SOON).until(() -> taken.size() == 200);
  }

  @Test
  void ticketsInADestroyedStoreAreQueuedAgainFromTheSpool() throws Exception {
    put(1, 10, Duration.ofHours(1));
    put(11, 11, Duration.ZERO);
    await().atMost(SOON).until(() -> taken.size() == 1);
    broker.kill();
    broker.destroyStore();
    broker.restart();
    await().atMost(SOON).until(() -> taken.size() == 11);
  }

  @Test
  void brokerThatHangsDelaysNobodyAndIsAbandoned() throws Exception {
    put(1, 1, Duration.ZERO);
    await().atMost(SOON).until(() -> taken.size() == 1);
    broker.hang();
    long began = System.nanoTime();
    put(2, 70_000, Duration.ZERO);
    // Not one call to the broker is waited for, though the memory for tickets overflows.
    assertTrue(System.nanoTime() - began < Duration.ofSeconds(30).toNanos());
    await().atMost(SOON).until(() -> !queues.connected());
    broker.goOn();
    await().atMost(SOON).until(() -> taken.size() == 70_000);
    assertTrue(spoolRescan.get() > 0);
  }

  private void put(long from, long to, Duration delay) {
    for (long id = from; id <= to; id++) {
      put.add(id);
      queues.put(ticket(id), delay);
    }
  }

  private static Ticket ticket(long id) {
    return new Ticket(new SpoolId(id), List.of(0), HOP, 1, "accepted");
  }
}
