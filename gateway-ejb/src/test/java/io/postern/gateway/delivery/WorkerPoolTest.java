package io.postern.gateway.delivery;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.routing.Destination;
import io.postern.gateway.routing.NextHop;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkerPoolTest {

  private final SharedRoom shared = new SharedRoom(0);
  private final Semaphore goOn = new Semaphore(0);
  private final List<Lane> begun = new CopyOnWriteArrayList<>();
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();

  private WorkerPool pool(int workers) {
    return new WorkerPool(lane -> () -> work(lane), () -> 20, () -> workers);
  }

  private void work(Lane lane) {
    most.accumulateAndGet(running.incrementAndGet(), Math::max);
    begun.add(lane);
    goOn.acquireUninterruptibly();
    running.decrementAndGet();
  }

  private Lane lane(WorkerPool pool, int number) {
    return new Lane(Destination.of(new NextHop("a.example", number)), pool, shared);
  }

  @Test
  void lanesBeyondTheNumberWaitForTheirTurn() throws InterruptedException {
    WorkerPool pool = pool(2);
    List<Lane> lanes = List.of(lane(pool, 1), lane(pool, 2), lane(pool, 3), lane(pool, 4));
    lanes.forEach(pool::hire);
    await().until(() -> begun.size() == 2);
    assertTrue(pool.isShort());
    goOn.release();
    await().until(() -> begun.size() == 3);
    assertEquals(lanes.get(2), begun.get(2));
    goOn.release(3);
    await().until(() -> begun.size() == 4 && !pool.isShort());
    pool.await(Duration.ofSeconds(30));
    assertEquals(2, most.get());
  }

  @Test
  void hiringAndEndingAtOnce_leavesNoLaneWaitingBesideAFreePlace() {
    WorkerPool pool = pool(3);
    goOn.release(10_000);
    for (int sender = 0; sender < 4; sender++) {
      int first = 1 + sender * 2_000;
      Thread.ofVirtual()
          .start(
              () -> {
                for (int i = 0; i < 2_000; i++) {
                  pool.hire(lane(pool, first + i));
                }
              });
    }
    await().until(() -> begun.size() == 8_000);
    assertTrue(most.get() <= 3, most.get() + " at once");
  }

  @Test
  void stoppedPoolStartsNobody() throws InterruptedException {
    WorkerPool pool = pool(1);
    pool.hire(lane(pool, 1));
    await().until(() -> begun.size() == 1);
    pool.hire(lane(pool, 2));
    pool.stop();
    goOn.release(2);
    pool.await(Duration.ofSeconds(30));
    assertEquals(1, begun.size());
  }
}
