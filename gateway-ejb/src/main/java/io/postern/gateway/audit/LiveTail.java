package io.postern.gateway.audit;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The newest lines in memory, and those who watch them as they come. A viewer that does not keep up
 * loses lines, never the journal time. Thread-safe.
 */
public final class LiveTail {

  private static final int RECENT = 500;

  private final ReentrantLock lock = new ReentrantLock();
  private final ArrayDeque<String> recent = new ArrayDeque<>(RECENT);
  private final Set<TailViewer> viewers = ConcurrentHashMap.newKeySet();

  LiveTail() {}

  /** The newest lines since the start, oldest first, at most 500. */
  public List<String> recent() {
    lock.lock();
    try {
      return List.copyOf(recent);
    } finally {
      lock.unlock();
    }
  }

  /** Looks on from now; to be closed. */
  public JournalTail view() {
    TailViewer viewer = new TailViewer(viewers::remove);
    viewers.add(viewer);
    return viewer;
  }

  void publish(LineBuffer lines) {
    int from = viewers.isEmpty() ? Math.max(0, lines.lines() - RECENT) : 0;
    lock.lock();
    try {
      for (int i = from; i < lines.lines(); i++) {
        String line = lines.line(i);
        if (recent.size() == RECENT) {
          recent.removeFirst();
        }
        recent.addLast(line);
        for (TailViewer viewer : viewers) {
          viewer.offer(line);
        }
      }
    } finally {
      lock.unlock();
    }
  }
}
