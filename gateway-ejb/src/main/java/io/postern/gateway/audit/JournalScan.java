package io.postern.gateway.audit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Lines that meet a query, in the order in which they were written, up to the last one there was
 * when it began. Obtained from {@link JournalSearch#forward}. Not thread-safe.
 */
public final class JournalScan implements AutoCloseable {

  /** Characters of lines that are looked at for one answer. */
  private static final long WORK = 32L << 20;

  private static final int STEP = 500;

  private final JournalQuery query;
  private final JournalReader reader;
  private final long end;

  /**
   * @param first number of the first line to be looked at
   * @param end number of the last one
   */
  JournalScan(FileCatalog catalog, JournalQuery query, long first, long end) {
    this.query = query;
    this.reader = new JournalReader(catalog, first);
    this.end = end;
  }

  /**
   * The next lines, after a bounded number of octets; there may be more though these are few, or
   * none, as long as it is not {@link #done}.
   *
   * @param limit lines at most
   * @throws JournalUnavailable when a file cannot be read
   */
  public List<JournalLine> next(int limit) throws InterruptedException {
    List<JournalLine> found = new ArrayList<>();
    long left = WORK;
    while (found.size() < limit && left > 0 && !done()) {
      List<JournalLine> lines = reader.read(Math.min(STEP, limit - found.size()), Duration.ZERO);
      for (JournalLine line : lines) {
        left -= line.json().length();
        if (line.sequence() <= end && query.matches(line)) {
          found.add(line);
        }
      }
      left -= lines.isEmpty() ? WORK : 0; // removed meanwhile: the next call goes on behind that
    }
    return found;
  }

  /** Number of the last line that was looked at. */
  public long after() {
    return Math.min(reader.next() - 1, Math.max(end, 0));
  }

  /** Whether all was looked at. */
  public boolean done() {
    return reader.next() > end;
  }

  @Override
  public void close() {
    reader.close();
  }
}
