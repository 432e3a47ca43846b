package io.postern.gateway.callout.worker;

import io.postern.gateway.callout.worker.Handoff.End;
import java.util.concurrent.Executor;

/**
 * Has calls of extensions made on threads that may hang. The caller waits until all have returned
 * or one has missed its deadline; then that one's thread is interrupted and left behind, and those
 * that remain are made on another. Thread-safe.
 */
public final class Supervisor implements AutoCloseable {

  private final Workers workers;

  private Supervisor(Workers workers) {
    this.workers = workers;
  }

  /** On virtual threads, as many as there are callers. */
  public static Supervisor onVirtualThreads(String name) {
    return new Supervisor(new VirtualWorkers(name, new CarrierCompensation()));
  }

  /**
   * On threads of a pool.
   *
   * @param places how many calls run at once; others wait in turn
   * @param threads offers a thread for each task
   */
  public static Supervisor onPool(String name, int places, Executor threads) {
    return new Supervisor(new PooledWorkers(name, places, threads));
  }

  /** On threads of the operating system, as many as there are callers. */
  public static Supervisor onOwnThreads(String name) {
    return new Supervisor(new PooledWorkers(name));
  }

  /**
   * Makes the calls of a sequence until it is over, parked. An interrupt stops the sequence and is
   * passed on.
   */
  public void makeAll(CallSequence<?, ?> calls) {
    while (!calls.isOver()) {
      switch (handedOff(new Handoff<>(calls, workers))) {
        case FINISHED -> {}
        case BROKEN -> calls.stop();
        case DEADLINE -> {
          workers.lost();
          calls.missedDeadline();
        }
        case INTERRUPTED -> {
          workers.lost();
          stopInterrupted(calls);
        }
        case WITHDRAWN -> stopInterrupted(calls);
      }
    }
  }

  private End handedOff(Handoff<?, ?> handoff) {
    try {
      workers.run(handoff);
    } catch (InterruptedException e) {
      return End.WITHDRAWN;
    } catch (OutOfMemoryError e) {
      // No thread can be made. The client tries again later; the place is free for the next.
      if (handoff.withdraw()) {
        workers.leave();
        return End.BROKEN;
      }
    }
    End end = handoff.await();
    if (end == End.WITHDRAWN) {
      workers.leave();
    }
    return end;
  }

  private static void stopInterrupted(CallSequence<?, ?> calls) {
    calls.stop();
    Thread.currentThread().interrupt();
  }

  /** Ends threads that keep thread-local values of an extension, as soon as they are free. */
  public void renew() {
    workers.renew();
  }

  /** Lets the threads go when their work is done. */
  @Override
  public void close() {
    workers.close();
  }
}
