package io.postern.gateway.audit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** One looker-on of the journal. Thread-safe, meant for one taker. */
public final class TailViewer implements AutoCloseable {

  private static final int WAITING = 2_000;

  private final ArrayBlockingQueue<String> waiting = new ArrayBlockingQueue<>(WAITING);
  private final AtomicLong dropped = new AtomicLong();
  private final Consumer<TailViewer> leave;

  TailViewer(Consumer<TailViewer> leave) {
    this.leave = leave;
  }

  /** The next lines, at least one unless none comes in time, oldest first. */
  public List<String> take(int limit, Duration wait) throws InterruptedException {
    List<String> lines = new ArrayList<>();
    String first = waiting.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
    if (first != null) {
      lines.add(first);
      waiting.drainTo(lines, limit - 1);
    }
    return lines;
  }

  /** How many lines were lost so far because this viewer did not take them. */
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
