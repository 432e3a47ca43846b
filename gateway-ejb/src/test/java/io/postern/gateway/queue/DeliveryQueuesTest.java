package io.postern.gateway.queue;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.fixtures.Latches;
import io.postern.fixtures.jms.EmbeddedBroker;
import io.postern.gateway.routing.Destination;
import io.postern.gateway.routing.NextHop;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
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
import org.junit.jupiter.api.io.TempDir;

/** Against the embedded broker. */
class DeliveryQueuesTest implements QueueContract {

  private static final int QUEUES = 4;
  private static final AtomicInteger TESTS = new AtomicInteger();

  @TempDir static Path store;
  private static EmbeddedBroker broker;

  /** Each test has queues of its own. */
  private final QueueNames names = new QueueNames("test" + TESTS.incrementAndGet(), QUEUES);

  private final List<Ticket> taken = new CopyOnWriteArrayList<>();
  private DeliveryQueues queues;

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
    queues = queues(broker.connections(), DeliveryQueues.Timeouts.usual());
  }

  private DeliveryQueues queues(ConnectionFactory connections, DeliveryQueues.Timeouts patience) {
    return new DeliveryQueues(connections, Thread.ofVirtual().factory(), names, patience);
  }

  @Override
  public TicketQueue queue() {
    return queues;
  }

  private void start() {
    queues.start(taken::add, () -> {});
  }

  @AfterEach
  void close() {
    queues.close();
  }

  @Test
  void queueThatIsHeldUpDoesNotHoldUpAnother() {
    Destination elsewhere = inAnotherQueueThan(ONE);
    CountDownLatch held = new CountDownLatch(1);
    queues.start(
        ticket -> {
          if (ticket.destination().equals(ONE)) {
            Latches.await(held);
          }
          taken.add(ticket);
        },
        () -> {});
    queues.put(QueueContract.ticket(1, ONE), Duration.ZERO);
    queues.put(QueueContract.ticket(2, elsewhere), Duration.ZERO);
    await().atMost(SOON).until(() -> taken.equals(List.of(QueueContract.ticket(2, elsewhere))));
    held.countDown();
  }

  private Destination inAnotherQueueThan(Destination one) {
    Destination other = one;
    for (int port = 1; names.index(other) == names.index(one); port++) {
      other = Destination.of(new NextHop("two.example", port));
    }
    return other;
  }

  @Test
  void ticketsOutliveTheProcessThatPutThem() {
    start();
    queues.put(QueueContract.ticket(1, ONE), Duration.ofSeconds(3));
    await().atMost(SOON).until(queues::connected);
    // The second ticket shows that the first was sent: one thread sends them in their order.
    queues.put(QueueContract.ticket(2, ONE), Duration.ZERO);
    await().atMost(SOON).until(() -> taken.size() == 1);
    queues.close();
    open();
    start();
    queues.put(QueueContract.ticket(3, ONE), Duration.ZERO);
    await().atMost(SOON).until(() -> taken.contains(QueueContract.ticket(1, ONE)));
  }

  /** Each next hop once had a queue, a connection and a thread of its own. */
  @Test
  void thousandsOfDestinationsTakeNoMoreConnectionsThanThereAreQueues() {
    Set<Thread> receivers = ConcurrentHashMap.newKeySet();
    AtomicInteger opened = new AtomicInteger();
    queues.close();
    queues = queues(counted(opened), DeliveryQueues.Timeouts.usual());
    queues.start(
        ticket -> {
          receivers.add(Thread.currentThread());
          taken.add(ticket);
        },
        () -> {});
    for (int i = 1; i <= 5_000; i++) {
      queues.put(
          QueueContract.ticket(i, Destination.of(new NextHop("new" + i + ".example", 25))),
          Duration.ofMillis(i % 3 * 300));
    }
    await().atMost(SOON).until(() -> taken.size() == 5_000);
    assertEquals(5_000, Set.copyOf(taken).size());
    assertEquals(QUEUES, receivers.size());
    assertEquals(QUEUES + 1, opened.get(), "one per queue, and one that sends");
  }

  /** Counts the connections that are opened. */
  private static ConnectionFactory counted(AtomicInteger opened) {
    ConnectionFactory real = broker.connections();
    return (ConnectionFactory)
        Proxy.newProxyInstance(
            DeliveryQueuesTest.class.getClassLoader(),
            new Class<?>[] {ConnectionFactory.class},
            (proxy, method, args) -> {
              Object made = invoked(() -> method.invoke(real, args));
              if (made instanceof Connection) {
                opened.incrementAndGet();
              }
              return made;
            });
  }

  private interface Call {
    Object run() throws ReflectiveOperationException;
  }

  private static Object invoked(Call call) throws Throwable {
    try {
      return call.run();
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    }
  }

  /** Sender and receiver of a new queue once both had the broker create it, and one failed. */
  @Test
  void newQueuesAreEachCreatedOnce() {
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
      for (int i = 0; i < 20; i++) {
        queues.close();
        queues =
            new DeliveryQueues(
                broker.connections(),
                Thread.ofVirtual().factory(),
                new QueueNames(names.name(i) + "_round", QUEUES),
                DeliveryQueues.Timeouts.usual());
        start();
        for (int hop = 1; hop <= 20; hop++) {
          queues.put(
              QueueContract.ticket(hop, Destination.of(new NextHop("new.example", hop))),
              Duration.ZERO);
        }
        int expected = 20 * (i + 1);
        await().atMost(SOON).until(() -> taken.size() == expected);
      }
      assertEquals(
          List.of(), errors.stream().filter(error -> error.contains("estination")).toList());
    } finally {
      log.removeHandler(handler);
    }
  }

  @Test
  void receiverThatEndedForIdlenessIsReplacedForTheNextTicket() {
    queues.close();
    queues =
        queues(
            broker.connections(),
            new DeliveryQueues.Timeouts(
                Duration.ofSeconds(30), Duration.ofMillis(1), Duration.ofSeconds(3)));
    Set<Thread> receivers = ConcurrentHashMap.newKeySet();
    queues.start(
        ticket -> {
          receivers.add(Thread.currentThread());
          taken.add(ticket);
        },
        () -> {});
    queues.put(QueueContract.ticket(1, ONE), Duration.ZERO);
    await().atMost(SOON).until(() -> receivers.size() == 1);
    await().atMost(SOON).until(() -> !receivers.iterator().next().isAlive());
    queues.put(QueueContract.ticket(2, ONE), Duration.ZERO);
    await().atMost(SOON).until(() -> taken.size() == 2);
    assertEquals(2, receivers.size());
    assertTrue(taken.contains(QueueContract.ticket(2, ONE)));
  }

  /** Each rescan once added a ticket for whatever waited for a destination that does not answer. */
  @Test
  void ticketsFromBeforeARescanCountNoMore() {
    queues.close();
    queues =
        queues(
            broker.connections(),
            new DeliveryQueues.Timeouts(
                Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofMillis(100)));
    AtomicInteger rescans = new AtomicInteger();
    queues.start(
        ticket -> {
          taken.add(ticket);
          if (ticket.id().value() == 1) {
            throw new IllegalStateException("on purpose, so that the spool is read again");
          }
        },
        () -> {
          rescans.incrementAndGet();
          queues.put(QueueContract.ticket(2, ONE), Duration.ofSeconds(3));
        });
    queues.put(QueueContract.ticket(2, ONE), Duration.ofSeconds(5));
    queues.put(QueueContract.ticket(1, ONE), Duration.ZERO);
    await().atMost(SOON).until(() -> rescans.get() > 0);
    // Put after the two above are due.
    queues.put(QueueContract.ticket(3, ONE), Duration.ofSeconds(7));
    await().atMost(SOON).until(() -> taken.contains(QueueContract.ticket(3, ONE)));
    assertEquals(rescans.get(), taken.stream().filter(t -> t.id().value() == 2).count());
  }
}
