package io.postern.gateway.audit;

import io.postern.gateway.spool.Committed;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What waits to be written. The spool's records wait in the spool itself when there is no room
 * here; other events come from threads that must not wait, so in a flood some are dropped and
 * counted: first those of clients and attempts ({@link EventType#isDroppedFirst}), which take at
 * most half of the room. Thread-safe.
 */
final class Inbox {

  /** Records, and other events, that are written together. */
  static final int GROUP = 2_000;

  /** An event and what is notified when it is on disk. */
  record Entry(JournalEvent event, CompletableFuture<Void> onDisk) {}

  /** What is to be written together. */
  record Group(List<Committed> records, List<Entry> events, Map<EventType, Long> dropped) {

    static final Group NONE = new Group(List.of(), List.of(), Map.of());

    boolean isEmpty() {
      return records.isEmpty() && events.isEmpty() && dropped.isEmpty();
    }
  }

  private final int eventRoom;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Condition taken = lock.newCondition();
  private final ArrayDeque<Committed> records = new ArrayDeque<>();
  private final ArrayDeque<Entry> events = new ArrayDeque<>();
  private final EnumMap<EventType, Long> dropped = new EnumMap<>(EventType.class);
  private boolean gathering;
  private boolean closed;

  Inbox(int eventRoom) {
    this.eventRoom = eventRoom;
  }

  /**
   * Waits for room, whatever happens: a batch given back while a later one is taken would be a gap.
   * After closing nothing is taken any more, which is none.
   */
  void put(List<Committed> batch) {
    lock.lock();
    try {
      while (records.size() >= GROUP && !closed) {
        taken.awaitUninterruptibly();
      }
      if (!closed) {
        records.addAll(batch);
        signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** The future completes when the event is on disk, exceptionally when it was not taken. */
  CompletableFuture<Void> put(JournalEvent event) {
    CompletableFuture<Void> onDisk = new CompletableFuture<>();
    lock.lock();
    try {
      int room = event.event().isDroppedFirst() ? eventRoom / 2 : eventRoom;
      if (closed || events.size() >= room) {
        dropped.merge(event.event(), 1L, Long::sum);
        onDisk.completeExceptionally(
            new JournalUnavailable("journal: closed, or too much is waiting to be written"));
      } else {
        events.add(new Entry(event, onDisk));
      }
      signal();
    } finally {
      lock.unlock();
    }
    return onDisk;
  }

  /** The next group; empty when nothing came in time or the inbox is closed and empty. */
  Group take(Duration wait) {
    long left = wait.toNanos();
    lock.lock();
    try {
      while (!hasAny() && !closed && left > 0) {
        left = arrived.awaitNanos(left);
      }
      Group group = new Group(poll(records, GROUP), poll(events, GROUP), takeDropped());
      taken.signalAll();
      return group;
    } catch (InterruptedException e) {
      return Group.NONE; // not the way to end the journal's thread, and it would close its file
    } finally {
      lock.unlock();
    }
  }

  /** Waits until a full group is there, the time is over, or the inbox is closed. */
  void gather(long nanos) {
    long left = nanos;
    lock.lock();
    gathering = true;
    try {
      while (records.size() < GROUP && events.size() < GROUP && !closed && left > 0) {
        left = arrived.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      return; // as in take
    } finally {
      gathering = false;
      lock.unlock();
    }
  }

  boolean closed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      arrived.signalAll();
      taken.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The writer need not be woken for each of many events while it gathers them. */
  private void signal() {
    if (!gathering || records.size() >= GROUP || events.size() >= GROUP) {
      arrived.signal();
    }
  }

  private boolean hasAny() {
    return !records.isEmpty() || !events.isEmpty() || !dropped.isEmpty();
  }

  private Map<EventType, Long> takeDropped() {
    Map<EventType, Long> now = Map.copyOf(dropped);
    dropped.clear();
    return now;
  }

  private static <T> List<T> poll(ArrayDeque<T> queue, int limit) {
    List<T> polled = new ArrayList<>(Math.min(limit, queue.size()));
    while (polled.size() < limit && !queue.isEmpty()) {
      polled.add(queue.poll());
    }
    return polled;
  }
}
