package io.postern.gateway.queue;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.routing.NextHop;
import io.postern.gateway.spool.SpoolId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against the embedded broker. */
@Timeout(120)
class DeliveryQueuesTest {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final AtomicInteger PORTS = new AtomicInteger(1);

  @TempDir static Path store;
  private static Broker broker;

  /** Each test has queues of its own. */
  private final NextHop hop = new NextHop("one.example", PORTS.getAndIncrement());

  private final NextHop other = new NextHop("two.example", PORTS.getAndIncrement());
  private final List<Ticket> taken = new CopyOnWriteArrayList<>();
  private final AtomicInteger spoolRescan = new AtomicInteger();
  private DeliveryQueues queues;

  @BeforeAll
  static void startBroker() {
    broker = Broker.start(store);
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @BeforeEach
  void open() {
    queues = queues(DeliveryQueues.Patience.usual());
  }

  private DeliveryQueues queues(DeliveryQueues.Patience patience) {
    return new DeliveryQueues(broker.connections(), Thread.ofVirtual().factory(), patience);
  }

  private void start() {
    queues.start(taken::add, spoolRescan::incrementAndGet);
  }

  @AfterEach
  void close() {
    queues.close();
  }

  @Test
  void ticketComesAsItWasPut() {
    start();
    Ticket ticket = new Ticket(new SpoolId(7), List.of(0, 4), hop, 3, "deferred");
    queues.put(ticket, Duration.ZERO);
    await().atMost(SOON).until(() -> taken.equals(List.of(ticket)));
  }

  @Test
  void ticketsPutBeforeTheStartComeAfterIt() {
    queues.put(ticket(1, hop), Duration.ZERO);
    start();
    await().atMost(SOON).until(() -> taken.size() == 1);
  }

  @Test
  void manyTicketsComeOnceEach() {
    start();
    for (int i = 1; i <= 20_000; i++) {
      queues.put(ticket(i, i % 2 == 0 ? hop : other), Duration.ZERO);
    }
    await().atMost(SOON).until(() -> taken.size() >= 20_000);
    assertEquals(20_000, Set.copyOf(taken).size());
    assertEquals(20_000, taken.size());
  }

  @Test
  void delayedTicketDoesNotComeBeforeItsTime() {
    start();
    long put = System.nanoTime();
    List<Long> after = new CopyOnWriteArrayList<>();
    queues.close();
    queues = queues(DeliveryQueues.Patience.usual());
    queues.start(ticket -> after.add(System.nanoTime() - put), () -> {});
    queues.put(ticket(1, hop), Duration.ofSeconds(2));
    await().atMost(SOON).until(() -> after.size() == 1);
    assertTrue(after.getFirst() >= Duration.ofSeconds(2).toNanos());
  }

  @Test
  void delayedTicketDoesNotHoldUpOneThatIsDue() {
    start();
    queues.put(ticket(1, hop), Duration.ofHours(1));
    queues.put(ticket(2, hop), Duration.ZERO);
    await().atMost(SOON).until(() -> taken.equals(List.of(ticket(2, hop))));
  }

  @Test
  void nextHopThatIsHeldUpDoesNotHoldUpAnother() {
    CountDownLatch held = new CountDownLatch(1);
    queues.start(
        ticket -> {
          if (ticket.nextHop().equals(hop)) {
            uninterruptibly(held);
          }
          taken.add(ticket);
        },
        () -> {});
    queues.put(ticket(1, hop), Duration.ZERO);
    queues.put(ticket(2, other), Duration.ZERO);
    await().atMost(SOON).until(() -> taken.equals(List.of(ticket(2, other))));
    held.countDown();
  }

  @Test
  void ticketsOutliveTheProcessThatPutThem() {
    start();
    queues.put(ticket(1, hop), Duration.ofSeconds(3));
    await().atMost(SOON).until(queues::connected);
    // The second ticket shows that the first was sent: one thread sends them in their order.
    queues.put(ticket(2, hop), Duration.ZERO);
    await().atMost(SOON).until(() -> taken.size() == 1);
    queues.close();
    queues = queues(DeliveryQueues.Patience.usual());
    start();
    queues.put(ticket(3, hop), Duration.ZERO);
    await().atMost(SOON).until(() -> taken.contains(ticket(1, hop)));
  }

  /** Sender and receiver of a new queue once both had the broker create it, and one failed. */
  @Test
  void manyNewQueuesAtOnceAreEachCreatedOnce() {
    List<String> errors = new CopyOnWriteArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord entry) {
            if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
              errors.add(String.valueOf(entry.getMessage()));
            }
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger log = Logger.getLogger("imq.log.Logger");
    log.addHandler(handler);
    try {
      start();
      for (int i = 1; i <= 100; i++) {
        queues.put(ticket(i, new NextHop("new" + i + ".example", 25)), Duration.ZERO);
      }
      await().atMost(SOON).until(() -> taken.size() == 100);
      assertEquals(
          List.of(), errors.stream().filter(error -> error.contains("estination")).toList());
    } finally {
      log.removeHandler(handler);
    }
  }

  @Test
  void inletThatWasClosedForIdlenessOpensForTheNextTicket() {
    queues.close();
    queues =
        queues(
            new DeliveryQueues.Patience(
                Duration.ofSeconds(30), Duration.ofMillis(1), Duration.ofSeconds(3)));
    Set<Thread> receivers = ConcurrentHashMap.newKeySet();
    queues.start(
        ticket -> {
          receivers.add(Thread.currentThread());
          taken.add(ticket);
        },
        () -> {});
    queues.put(ticket(1, hop), Duration.ZERO);
    await().atMost(SOON).until(() -> receivers.size() == 1);
    await().atMost(SOON).until(() -> !receivers.iterator().next().isAlive());
    queues.put(ticket(2, hop), Duration.ZERO);
    await().atMost(SOON).until(() -> taken.size() == 2);
    assertEquals(2, receivers.size());
  }

  @Test
  void takerThatFailsIsGivenTheNextTicketAllTheSame() {
    CountDownLatch failed = new CountDownLatch(1);
    queues.start(
        ticket -> {
          if (ticket.id().value() == 1) {
            failed.countDown();
            throw new IllegalStateException("on purpose");
          }
          taken.add(ticket);
        },
        spoolRescan::incrementAndGet);
    queues.put(ticket(1, hop), Duration.ZERO);
    await().atMost(SOON).until(() -> failed.getCount() == 0);
    queues.put(ticket(2, hop), Duration.ZERO);
    await().atMost(SOON).until(() -> taken.equals(List.of(ticket(2, hop))));
    await().atMost(SOON).until(() -> spoolRescan.get() > 0);
  }

  @Test
  void nothingIsLostSoNothingIsRescanned() {
    start();
    queues.put(ticket(1, hop), Duration.ZERO);
    await().atMost(SOON).until(() -> taken.size() == 1);
    assertEquals(0, spoolRescan.get());
    assertFalse(taken.isEmpty());
  }

  private static void uninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Ticket ticket(long id, NextHop nextHop) {
    return new Ticket(new SpoolId(id), List.of(0), nextHop, 1, "accepted");
  }
}
