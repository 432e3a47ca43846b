package io.postern.gateway.export;

import io.postern.gateway.audit.JournalLine;
import io.postern.gateway.audit.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Puts lines of the journal together to batches. Used by one thread. */
final class BatchReader {

  /** Characters of one batch, about; bounds the memory that it takes. */
  private static final int MOST_CHARACTERS = 8 << 20;

  private static final Duration IDLE = Duration.ofMillis(500);

  private final Subscription subscription;
  private final Pace pace;
  private final long last;

  /**
   * @param last number of the last line to be read
   */
  BatchReader(Subscription subscription, Pace pace, long last) {
    this.subscription = subscription;
    this.pace = pace;
    this.last = last;
  }

  /**
   * Some lines.
   *
   * @param end whether no further line is to be read, ever
   */
  record Batch(List<JournalLine> lines, boolean end) {}

  /**
   * The next lines: as many as a batch has, or those that have come until the first has waited as
   * long as it may; none when none came within half a second.
   */
  Batch read() throws InterruptedException {
    List<JournalLine> lines = new ArrayList<>();
    int characters = 0;
    long until = 0;
    Duration wait = IDLE;
    while (lines.size() < pace.batch() && characters < MOST_CHARACTERS) {
      for (JournalLine line : subscription.read(pace.batch() - lines.size(), wait)) {
        if (line.sequence() <= last) {
          lines.add(line);
          characters += line.json().length();
        }
        if (line.sequence() >= last) {
          return new Batch(lines, true);
        }
      }
      long now = System.nanoTime();
      until = until == 0 ? now + pace.delay().toNanos() : until;
      wait = Duration.ofNanos(Math.min(until - now, IDLE.toNanos()));
      if (lines.isEmpty() || wait.isNegative()) {
        break;
      }
    }
    return new Batch(lines, false);
  }
}
