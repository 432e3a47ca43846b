package io.postern.gateway.queue;

import java.time.Duration;

/** Since when a thread has been inside a call to the broker. Written by one thread, read by all. */
final class CallTimer {

  /** In the clock of {@link System#nanoTime}; 0 when outside. */
  private volatile long since;

  void enter() {
    long now = System.nanoTime();
    since = now == 0 ? 1 : now;
  }

  void leave() {
    since = 0;
  }

  boolean longerThan(Duration limit) {
    long entered = since;
    return entered != 0 && System.nanoTime() - entered > limit.toNanos();
  }
}
