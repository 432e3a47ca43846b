package io.postern.gateway.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.delivery.LaneWindow.Offer;
import io.postern.gateway.queue.Ticket;
import io.postern.gateway.routing.Destination;
import io.postern.gateway.routing.NextHop;
import io.postern.gateway.spool.SpoolId;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LaneWindowTest {

  private final SharedRoom shared = new SharedRoom(100);
  private final LaneWindow window = new LaneWindow(shared);

  static Ticket ticket(long id) {
    return new Ticket(
        new SpoolId(id), List.of(0), Destination.of(new NextHop("a.example", 25)), 1, "accepted");
  }

  private int fill(LaneWindow into, boolean more) {
    int taken = 0;
    while (into.offer(ticket(taken + 1), more, 0) == Offer.TAKEN) {
      taken++;
    }
    return taken;
  }

  @Test
  void ticketsComeInTheirOrder() throws InterruptedException {
    window.offer(ticket(1), false, 0);
    window.offer(ticket(2), false, 0);
    assertEquals(ticket(1), window.next(Duration.ZERO));
    assertEquals(ticket(2), window.next(Duration.ZERO));
    assertNull(window.next(Duration.ZERO));
  }

  @Test
  void laneWithoutASessionHoldsItsWindowAlone() {
    assertEquals(LaneWindow.SIZE, fill(window, false));
    assertEquals(100, shared.free());
  }

  @Test
  void longestLaneTakesHalfOfTheSharedRoom_andLeavesSomeForTheNext() {
    assertEquals(LaneWindow.SIZE + 50, fill(window, true));
    assertEquals(LaneWindow.SIZE + 25, fill(new LaneWindow(shared), true));
    assertEquals(25, shared.free());
  }

  @Test
  void sharedRoomIsGivenBackWithTheTickets() throws InterruptedException {
    fill(window, true);
    for (int i = 0; i < 50; i++) {
      window.next(Duration.ZERO);
    }
    assertEquals(100, shared.free());
    assertEquals(50, fill(window, true));
  }

  /** Against a count of the test's own. */
  @Test
  void anySequenceOfOffersAndTakes_keepsTheSharedRoomInBalance() throws InterruptedException {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    int held = 0;
    for (int i = 0; i < 50_000; i++) {
      if (random.nextInt(100) < (i / 5_000 % 2 == 0 ? 60 : 40)) {
        held += window.offer(ticket(i + 1), random.nextBoolean(), 0) == Offer.TAKEN ? 1 : 0;
      } else if (window.next(Duration.ZERO) != null) {
        held--;
      }
      assertEquals(100 - Math.max(0, held - LaneWindow.SIZE), shared.free(), "seed " + seed);
    }
  }

  @Test
  void workerIsStartedForATicketThatNoneIsFreeFor_upToTheMost() throws InterruptedException {
    assertEquals(Offer.TAKEN_FOR_A_NEW_WORKER, window.offer(ticket(1), false, 2));
    assertEquals(Offer.TAKEN_FOR_A_NEW_WORKER, window.offer(ticket(2), false, 2));
    assertEquals(Offer.TAKEN, window.offer(ticket(3), false, 2));
    window.next(Duration.ZERO);
    assertTrue(window.isWorkerWanted());
    assertFalse(window.hire(2));
    window.left();
    assertTrue(window.hire(2));
  }

  @Test
  void windowThatIsInUseDoesNotRetire_andARetiredOneTakesNothing() throws InterruptedException {
    window.offer(ticket(1), false, 0);
    assertFalse(window.retire());
    window.next(Duration.ZERO);
    assertTrue(window.retire());
    assertEquals(Offer.RETIRED, window.offer(ticket(2), false, 0));
  }

  @Test
  void windowIsFullFromTheFirstRefusalUntilItIsHalfEmpty() throws InterruptedException {
    fill(window, false);
    assertTrue(window.fullFor().isPositive());
    for (int i = 0; i < LaneWindow.SIZE / 2; i++) {
      window.next(Duration.ZERO);
    }
    assertTrue(window.fullFor().isPositive());
    window.next(Duration.ZERO);
    assertEquals(Duration.ZERO, window.fullFor());
  }

  @Test
  void stoppedWindowKeepsItsTickets_andEndsTheWaitOfAWorker() throws Exception {
    Thread worker =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    assertNull(window.next(Duration.ofHours(1)));
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    window.stop();
    assertTrue(worker.join(Duration.ofSeconds(30)));
    window.offer(ticket(1), false, 0);
    assertNull(window.next(Duration.ofHours(1)));
  }
}
