package io.postern.gateway.delivery;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Virtual threads that somebody can wait for. Thread-safe. */
final class Background {

  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

  void start(String name, Runnable work) {
    Thread thread =
        Thread.ofVirtual()
            .name(name)
            .unstarted(
                () -> {
                  try {
                    work.run();
                  } finally {
                    threads.remove(Thread.currentThread());
                  }
                });
    threads.add(thread);
    thread.start();
  }

  /** Waits until all that run now have ended, within a bound. */
  void await(Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    for (Thread thread : threads) {
      boolean _ = thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
    }
  }

  void interrupt() {
    threads.forEach(Thread::interrupt);
  }
}
