package io.postern.gateway.delivery;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Room in memory for due tickets beyond the windows of their lanes, shared by all lanes. A lane
 * gets more only while it has less than what is free: the longest takes at most half of it, the
 * next half of the rest, and so on, so that there is always some for a lane that becomes busy.
 * Thread-safe.
 */
final class SharedRoom {

  private final AtomicInteger free;

  SharedRoom(int tickets) {
    free = new AtomicInteger(tickets);
  }

  /**
   * Takes room for one more ticket.
   *
   * @param has how many places the lane has already
   */
  boolean take(int has) {
    int now = free.get();
    while (now > has) {
      if (free.compareAndSet(now, now - 1)) {
        return true;
      }
      now = free.get();
    }
    return false;
  }

  void giveBack() {
    free.incrementAndGet();
  }

  int free() {
    return free.get();
  }
}
