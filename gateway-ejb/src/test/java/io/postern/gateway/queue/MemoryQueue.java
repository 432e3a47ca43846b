package io.postern.gateway.queue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A queue for tests that are not about a broker. */
public final class MemoryQueue implements TicketQueue {

  private record Entry(Ticket ticket, long due) implements Delayed {

    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(due - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(due, ((Entry) other).due());
    }
  }

  private final DelayQueue<Entry> entries = new DelayQueue<>();
  private volatile @Nullable Thread thread;

  /** An interrupt alone may come while a ticket is taken, and that ticket be handed out. */
  private volatile boolean closed;

  @Override
  public void start(Consumer<Ticket> takes, Runnable reads) {
    thread = Thread.ofVirtual().start(() -> handOut(takes, reads));
  }

  private void handOut(Consumer<Ticket> takes, Runnable reads) {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        Entry next = entries.take();
        if (closed) {
          return;
        }
        takes.accept(next.ticket());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (RuntimeException e) {
        reads.run();
      }
    }
  }

  @Override
  public void put(Ticket ticket, Duration delay) {
    entries.add(new Entry(ticket, System.nanoTime() + delay.toNanos()));
  }

  @Override
  public void putWhenRoom(Ticket ticket, Duration delay) {
    put(ticket, delay);
  }

  /** Those that wait. */
  public List<Ticket> waiting() {
    return entries.stream().map(Entry::ticket).toList();
  }

  @Override
  public boolean connected() {
    return thread != null;
  }

  @Override
  public void close() {
    closed = true;
    Thread running = thread;
    if (running != null) {
      running.interrupt();
    }
  }
}
