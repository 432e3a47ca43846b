package io.postern.gateway.queue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** Tickets on their way to the broker, bounded. Thread-safe. */
final class Outbox {

  /**
   * @param due in the clock of {@link QueueReceivers#now}
   */
  record Entry(Ticket ticket, QueueReceiver receiver, long due) {}

  private final BlockingQueue<Entry> entries;

  Outbox(int room) {
    entries = new ArrayBlockingQueue<>(room);
  }

  /** Never blocks; false when there is no room. */
  boolean offer(Entry entry) {
    return entries.offer(entry);
  }

  /** Waits for room. */
  void put(Entry entry) throws InterruptedException {
    entries.put(entry);
  }

  /** Waits for entries and moves some to the list; none when none came in time. */
  void take(List<Entry> taken, int atMost, Duration time) throws InterruptedException {
    Entry first = entries.poll(time.toMillis(), TimeUnit.MILLISECONDS);
    if (first != null) {
      taken.add(first);
      entries.drainTo(taken, atMost - 1);
    }
  }

  int size() {
    return entries.size();
  }
}
