package io.postern.gateway.web.api;

import io.postern.gateway.audit.JournalTail;
import io.postern.gateway.audit.JournalUnavailable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/**
 * Writes the live journal to one viewer, in batches, so that neither side works per line. Blocks
 * while the viewer does not read; what is lost meanwhile is counted and reported.
 */
final class JournalViewer {

  private static final Duration BATCH = Duration.ofMillis(100);
  private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(10);
  private static final int MOST = 1_000;

  private final JournalTail tail;
  private final UnaryOperator<String> seen;
  private final TailFilter filter;
  private final BooleanSupplier isAllowed;
  private final OutputStream out;
  private long droppedSent;

  /** Number of the last line that was looked at; 0 while there was none. */
  private long last;

  /**
   * @param seen what the viewer may see of a line; the filter looks into that alone
   */
  JournalViewer(
      JournalTail tail,
      UnaryOperator<String> seen,
      TailFilter filter,
      BooleanSupplier isAllowed,
      OutputStream out) {
    this.tail = tail;
    this.seen = seen;
    this.filter = filter;
    this.isAllowed = isAllowed;
    this.out = out;
  }

  /** Until the viewer leaves, may no longer look, or the thread is interrupted. */
  void run() {
    try {
      write(": hello\n\n");
      while (isAllowed.getAsBoolean()) {
        write(event(batch()));
      }
    } catch (IOException | JournalUnavailable e) {
      // The viewer is gone, which is how each of them ends, or it may try to read on later.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<String> batch() throws InterruptedException {
    List<String> lines = new ArrayList<>(tail.take(MOST, SIGN_OF_LIFE));
    if (!lines.isEmpty()) {
      long end = System.nanoTime() + BATCH.toNanos();
      for (long left = BATCH.toNanos();
          left > 0 && lines.size() < MOST;
          left = end - System.nanoTime()) {
        lines.addAll(tail.take(MOST - lines.size(), Duration.ofNanos(left)));
      }
    }
    if (!lines.isEmpty()) {
      last = sequence(lines.getLast());
    }
    lines.replaceAll(seen);
    lines.removeIf(line -> !filter.wants(line));
    return lines;
  }

  private String event(List<String> lines) {
    long dropped = tail.dropped();
    // A viewer that connects again sends it as Last-Event-ID, also when its filter took all lines.
    String id = last == 0 ? "" : "id: " + last + '\n';
    if (lines.isEmpty() && dropped == droppedSent) {
      return ": still here\n" + id + '\n';
    }
    droppedSent = dropped;
    return id
        + "event: journal\ndata: {\"dropped\":"
        + dropped
        + ",\"lines\":["
        + String.join(",", lines)
        + "]}\n\n";
  }

  /** A line begins with its number. */
  private static long sequence(String line) {
    int from = line.indexOf(':') + 1;
    int to = from;
    while (to < line.length() && line.charAt(to) >= '0' && line.charAt(to) <= '9') {
      to++;
    }
    return Long.parseLong(line, from, to, 10);
  }

  private void write(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
