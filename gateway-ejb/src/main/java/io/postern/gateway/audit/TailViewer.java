package io.postern.gateway.audit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** A queue of lines in memory. Thread-safe. */
final class TailViewer implements JournalTail {

  private static final int WAITING = 2_000;

  private final ArrayBlockingQueue<String> waiting = new ArrayBlockingQueue<>(WAITING);
  private final AtomicLong dropped = new AtomicLong();
  private final Consumer<TailViewer> leave;

  TailViewer(Consumer<TailViewer> leave) {
    this.leave = leave;
  }

  @Override
  public List<String> take(int limit, Duration wait) throws InterruptedException {
    List<String> lines = new ArrayList<>();
    String first = waiting.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
    if (first != null) {
      lines.add(first);
      waiting.drainTo(lines, limit - 1);
    }
    return lines;
  }

  @Override
  public long dropped() {
    return dropped.get();
  }

  void offer(String line) {
    if (!waiting.offer(line)) {
      dropped.incrementAndGet();
    }
  }

  @Override
  public void close() {
    leave.accept(this);
  }
}
