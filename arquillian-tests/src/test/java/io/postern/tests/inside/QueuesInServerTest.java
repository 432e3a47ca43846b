package io.postern.tests.inside;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.queue.DeliveryQueues;
import io.postern.gateway.queue.QueueNames;
import io.postern.gateway.queue.Ticket;
import io.postern.gateway.routing.Destination;
import io.postern.gateway.routing.NextHop;
import io.postern.gateway.spool.SpoolId;
import jakarta.jms.ConnectionFactory;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The delivery queues over the server's own connection factory, which pools and forbids. */
@ExtendWith(ArquillianExtension.class)
class QueuesInServerTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  /** Each test has queues of its own. */
  private static final AtomicInteger TESTS = new AtomicInteger();

  private final QueueNames names = new QueueNames("test" + TESTS.incrementAndGet(), 4);
  private final Destination hop = Destination.of(new NextHop("one.example", 25));
  private final Destination other = Destination.of(new NextHop("two.example", 25));
  private final List<Ticket> taken = new CopyOnWriteArrayList<>();
  private DeliveryQueues queues;

  @Deployment
  static WebArchive archive() {
    return InServer.archive(QueuesInServerTest.class);
  }

  @BeforeEach
  void start() throws NamingException {
    ConnectionFactory connections = InitialContext.doLookup("jms/postern-connections");
    queues =
        new DeliveryQueues(
            connections, Thread.ofVirtual().factory(), names, DeliveryQueues.Timeouts.usual());
    queues.start(taken::add, () -> {});
  }

  @AfterEach
  void stop() {
    queues.close();
  }

  @Test
  void ticketsPutAreTakenOnceEach() {
    Set<Ticket> put = new HashSet<>();
    for (int i = 1; i <= 1000; i++) {
      Ticket ticket = ticket(i, i % 2 == 0 ? hop : other);
      put.add(ticket);
      queues.put(ticket, Duration.ZERO);
    }
    await().atMost(SOON).until(() -> taken.size() >= put.size());
    assertEquals(put, Set.copyOf(taken));
    assertEquals(put.size(), taken.size());
  }

  @Test
  void aDelayedTicketComesAfterItsTimeAndHoldsUpNoOther() {
    long put = System.nanoTime();
    queues.put(ticket(1, hop), Duration.ofHours(1));
    queues.put(ticket(2, hop), Duration.ofSeconds(3));
    queues.put(ticket(3, hop), Duration.ZERO);
    await().atMost(SOON).until(() -> taken.contains(ticket(2, hop)));
    assertTrue(System.nanoTime() - put >= Duration.ofSeconds(3).toNanos());
    await().atMost(SOON).until(() -> taken.contains(ticket(3, hop)));
    assertEquals(2, taken.size());
  }

  @Test
  void delayedTicketsOutliveTheQueuesThatSentThem() throws NamingException {
    for (int i = 1; i <= 100; i++) {
      queues.put(ticket(i, hop), Duration.ofSeconds(5));
    }
    await().atMost(SOON).until(queues::connected);
    queues.put(ticket(101, other), Duration.ZERO);
    await().atMost(SOON).until(() -> taken.contains(ticket(101, other)));
    stop();
    start();
    queues.put(ticket(102, hop), Duration.ZERO);
    await().atMost(SOON).until(() -> Set.copyOf(taken).size() == 102);
  }

  private static Ticket ticket(long id, Destination hop) {
    return new Ticket(new SpoolId(id), List.of(0), hop, 1, "accepted");
  }
}
