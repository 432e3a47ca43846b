package io.postern.gateway.queue;

import java.time.Duration;

/** Growing pauses between tries: doubled each time, up to a longest. Used by one thread. */
final class Backoff {

  private final Duration first;
  private final Duration longest;
  private Duration next;

  Backoff(Duration first, Duration longest) {
    this.first = first;
    this.longest = longest;
    this.next = first;
  }

  Duration next() {
    Duration pause = next;
    Duration doubled = pause.multipliedBy(2);
    next = doubled.compareTo(longest) > 0 ? longest : doubled;
    return pause;
  }

  void reset() {
    next = first;
  }
}
