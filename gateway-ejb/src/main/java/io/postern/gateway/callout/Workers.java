package io.postern.gateway.callout;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads callouts run on, so many at once. Who comes when all are busy waits in turn; a thread
 * that is lost to a callout is replaced. Thread-safe.
 */
final class Workers implements AutoCloseable {

  private final Semaphore places;
  private final Executor executor;
  private final ThreadFactory spares;
  private final Runnable ending;

  private Workers(String name, int places, Executor executor, Runnable ending) {
    this.places = new Semaphore(places, true);
    this.executor = executor;
    this.spares = threads(name + "-spare-");
    this.ending = ending;
  }

  /** Platform threads of our own: a loop in an extension would hold a virtual thread's carrier. */
  static Workers own(String name, int places) {
    // The places bound the threads; a bound of the pool would be eaten up by lost threads.
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            60,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            threads(name + "-"));
    return new Workers(name, places, pool, pool::shutdownNow);
  }

  /** Threads of the server's. */
  static Workers managed(String name, int places, Executor executor) {
    return new Workers(name, places, executor, () -> {});
  }

  private static ThreadFactory threads(String prefix) {
    return Thread.ofPlatform()
        .name(prefix, 1)
        .daemon(true)
        .inheritInheritableThreadLocals(false)
        .factory();
  }

  /** Waits for a place. */
  void enter() throws InterruptedException {
    places.acquire();
  }

  /** Gives a place back, also that of a thread that is lost. */
  void leave() {
    places.release();
  }

  /** Runs a task that has a place. */
  void run(Runnable task) {
    try {
      executor.execute(task);
    } catch (RejectedExecutionException | IllegalStateException e) {
      // Lost threads of a server's pool are lost to the pool; mail shall not wait for them.
      runSpare(task);
    }
  }

  /** Runs it on a thread of its own. */
  void runSpare(Runnable task) {
    spares.newThread(task).start();
  }

  @Override
  public void close() {
    ending.run();
  }
}
