package io.postern.gateway.queue;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.routing.Destination;
import io.postern.gateway.routing.NextHop;
import io.postern.gateway.spool.SpoolId;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every queue of tickets keeps to. */
@Timeout(120)
interface QueueContract {

  Duration SOON = Duration.ofSeconds(30);
  Destination ONE = Destination.of(new NextHop("one.example", 25));
  Destination OTHER = Destination.of(new NextHop("two.example", 25));

  /** A queue that nothing was put into, not started; closed by the test class. */
  TicketQueue queue();

  static Ticket ticket(long id, Destination destination) {
    return new Ticket(new SpoolId(id), List.of(0), destination, 1, "accepted");
  }

  @Test
  default void ticketComesAsItWasPut() {
    TicketQueue queue = queue();
    List<Ticket> taken = new CopyOnWriteArrayList<>();
    queue.start(taken::add, () -> {});
    Ticket ticket = new Ticket(new SpoolId(7), List.of(0, 4), ONE, 3, "deferred");
    queue.put(ticket, Duration.ZERO);
    await().atMost(SOON).until(() -> taken.equals(List.of(ticket)));
  }

  @Test
  default void ticketsPutBeforeTheStartComeAfterIt() {
    TicketQueue queue = queue();
    List<Ticket> taken = new CopyOnWriteArrayList<>();
    queue.put(ticket(1, ONE), Duration.ZERO);
    queue.start(taken::add, () -> {});
    await().atMost(SOON).until(() -> taken.size() == 1);
  }

  @Test
  default void manyTicketsComeOnceEach_andNothingIsRescanned() throws InterruptedException {
    TicketQueue queue = queue();
    List<Ticket> taken = new CopyOnWriteArrayList<>();
    AtomicInteger rescans = new AtomicInteger();
    queue.start(taken::add, rescans::incrementAndGet);
    for (int i = 1; i <= 5_000; i++) {
      queue.putWhenRoom(ticket(i, i % 2 == 0 ? ONE : OTHER), Duration.ZERO);
    }
    await().atMost(SOON).until(() -> taken.size() >= 5_000);
    assertEquals(5_000, Set.copyOf(taken).size());
    assertEquals(5_000, taken.size());
    assertEquals(0, rescans.get());
  }

  @Test
  default void delayedTicketDoesNotComeBeforeItsTime() {
    TicketQueue queue = queue();
    List<Long> after = new CopyOnWriteArrayList<>();
    long put = System.nanoTime();
    queue.start(ticket -> after.add(System.nanoTime() - put), () -> {});
    queue.put(ticket(1, ONE), Duration.ofSeconds(2));
    await().atMost(SOON).until(() -> after.size() == 1);
    assertTrue(after.getFirst() >= Duration.ofSeconds(2).toNanos());
  }

  @Test
  default void delayedTicketDoesNotHoldUpOneThatIsDue() {
    TicketQueue queue = queue();
    List<Ticket> taken = new CopyOnWriteArrayList<>();
    queue.start(taken::add, () -> {});
    queue.put(ticket(1, ONE), Duration.ofHours(1));
    queue.put(ticket(2, ONE), Duration.ZERO);
    await().atMost(SOON).until(() -> taken.equals(List.of(ticket(2, ONE))));
  }

  /** What its lane refuses goes back from within the taker. */
  @Test
  default void ticketThatIsPutAgainByItsTakerComesAgain() {
    TicketQueue queue = queue();
    List<Ticket> taken = new CopyOnWriteArrayList<>();
    queue.start(
        ticket -> {
          taken.add(ticket);
          if (taken.size() < 3) {
            queue.put(ticket, Duration.ofMillis(10));
          }
        },
        () -> {});
    queue.put(ticket(1, ONE), Duration.ZERO);
    await().atMost(SOON).until(() -> taken.size() == 3);
    assertEquals(Set.of(ticket(1, ONE)), Set.copyOf(taken));
  }

  @Test
  default void takerThatFailsGetsTheNextTicket_andTheSpoolIsReadAgain() {
    TicketQueue queue = queue();
    List<Ticket> taken = new CopyOnWriteArrayList<>();
    AtomicInteger rescans = new AtomicInteger();
    CountDownLatch failed = new CountDownLatch(1);
    queue.start(
        ticket -> {
          if (ticket.id().value() == 1) {
            failed.countDown();
            throw new IllegalStateException("on purpose");
          }
          taken.add(ticket);
        },
        rescans::incrementAndGet);
    queue.put(ticket(1, ONE), Duration.ZERO);
    await().atMost(SOON).until(() -> failed.getCount() == 0);
    queue.put(ticket(2, ONE), Duration.ZERO);
    await().atMost(SOON).until(() -> taken.equals(List.of(ticket(2, ONE))));
    await().atMost(SOON).until(() -> rescans.get() > 0);
  }

  @Test
  default void closedQueueHandsOutNothing() {
    TicketQueue queue = queue();
    List<Ticket> taken = new CopyOnWriteArrayList<>();
    queue.start(taken::add, () -> {});
    queue.put(ticket(1, ONE), Duration.ZERO);
    await().atMost(SOON).until(() -> taken.size() == 1);
    queue.close();
    queue.put(ticket(2, ONE), Duration.ZERO);
    await()
        .during(Duration.ofMillis(300))
        .atMost(SOON)
        .until(() -> taken.equals(List.of(ticket(1, ONE))));
  }
}
