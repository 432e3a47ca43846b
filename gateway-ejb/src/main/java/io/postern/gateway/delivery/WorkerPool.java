package io.postern.gateway.delivery;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntSupplier;

/**
 * Starts workers, each on a virtual thread with one connection, up to a number over all lanes. A
 * lane that gets none waits for its turn. Thread-safe.
 */
final class WorkerPool implements LaneCrew {

  private final Function<Lane, Runnable> work;
  private final IntSupplier mostPerLane;
  private final IntSupplier most;
  private final Background threads = new Background();
  private final AtomicInteger running = new AtomicInteger();
  private final Queue<Lane> waiting = new ConcurrentLinkedQueue<>();
  private volatile boolean stopping;

  /**
   * @param work of a worker of this lane, until it ends
   */
  WorkerPool(Function<Lane, Runnable> work, IntSupplier mostPerLane, IntSupplier most) {
    this.work = work;
    this.mostPerLane = mostPerLane;
    this.most = most;
  }

  @Override
  public void hire(Lane lane) {
    waiting.add(lane);
    startWaiting();
  }

  private void startWaiting() {
    while (!stopping && !waiting.isEmpty()) {
      if (running.incrementAndGet() > most.getAsInt()) {
        // Who gives this place back looks again, so none is left waiting beside a free one.
        if (running.decrementAndGet() >= most.getAsInt()) {
          return;
        }
        continue;
      }
      Lane next = waiting.poll();
      if (next == null) {
        running.decrementAndGet();
      } else {
        start(next);
      }
    }
  }

  private void start(Lane lane) {
    Runnable worker = work.apply(lane);
    threads.start(
        "delivery-" + lane.destination(),
        () -> {
          try {
            worker.run();
          } finally {
            running.decrementAndGet();
            lane.left();
            startWaiting();
          }
        });
  }

  @Override
  public int mostWorkers() {
    return mostPerLane.getAsInt();
  }

  @Override
  public boolean isShort() {
    return !waiting.isEmpty();
  }

  /** Starts no more. */
  void stop() {
    stopping = true;
  }

  /** Waits until all that run have ended, within a bound. */
  void await(Duration atMost) throws InterruptedException {
    threads.await(atMost);
  }

  void interrupt() {
    threads.interrupt();
  }
}
