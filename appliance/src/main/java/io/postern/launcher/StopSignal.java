package io.postern.launcher;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import sun.misc.Signal;

/**
 * SIGTERM, SIGINT and SIGHUP mean: finish what is in flight and end with 0. A shutdown hook cannot
 * say 0 (the JVM ends with 143), and it would race with the server's own hook.
 */
final class StopSignal {

  private final CountDownLatch came = new CountDownLatch(1);

  static StopSignal install() {
    StopSignal stop = new StopSignal();
    for (String name : List.of("TERM", "INT", "HUP")) {
      try {
        Signal.handle(new Signal(name), signal -> stop.came.countDown());
      } catch (IllegalArgumentException e) {
        // This platform lacks it, or the JVM was started with -Xrs: then it is not ours.
      }
    }
    return stop;
  }

  boolean hasCome() {
    return came.getCount() == 0;
  }

  /** Waits for it so long, or until this thread is interrupted; whether it has come. */
  boolean hasComeWithin(Duration time) {
    try {
      return came.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return hasCome();
    }
  }

  /** Waits for it. An interrupt ends nothing: extensions have interrupted every thread there is. */
  void await() {
    while (!hasCome()) {
      hasComeWithin(Duration.ofDays(1));
    }
  }
}
