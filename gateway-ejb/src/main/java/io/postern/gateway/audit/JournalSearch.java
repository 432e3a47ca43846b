package io.postern.gateway.audit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.postern.gateway.audit.FileCatalog.Contents;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;

/**
 * Searches the journal from its end backwards. One call reads a bounded number of octets and says
 * where the next is to go on. Thread-safe.
 */
public final class JournalSearch {

  private static final long WORK = 64L << 20;

  /** Octets before a message's acceptance in which what extensions did to it is looked for. */
  private static final long STORY_BEFORE = 4L << 20;

  /** Clocks are set, and a line's time may be when its message began. */
  private static final Duration SLACK = Duration.ofHours(1);

  private final FileCatalog catalog;
  private final long work;

  JournalSearch(FileCatalog catalog) {
    this(catalog, WORK);
  }

  JournalSearch(FileCatalog catalog, long work) {
    this.catalog = catalog;
    this.work = work;
  }

  /**
   * Newest first.
   *
   * @throws JournalUnavailable when a file cannot be read
   */
  public JournalPage find(JournalQuery query) {
    return find(query, 0);
  }

  /**
   * Newest first, but only lines with numbers above one. {@link JournalPage#next} is empty when all
   * of them were searched.
   *
   * @throws JournalUnavailable when a file cannot be read
   */
  public JournalPage find(JournalQuery query, long after) {
    return new Run(query, after, false).page();
  }

  /**
   * Lines by their numbers.
   *
   * @param sequences in descending order
   * @return those that are there, in the same order; what is damaged or was removed is left out
   * @throws JournalUnavailable when a file cannot be read
   */
  public List<JournalLine> lines(List<Long> sequences) {
    return new LineFinder(catalog.contents()).lines(sequences);
  }

  /**
   * All that happened to one message, in the order it happened; ends at the message's acceptance,
   * so that a young message's story is found at once.
   *
   * @throws JournalUnavailable when a file cannot be read
   */
  public JournalPage story(String id, int limit) {
    JournalPage page =
        new Run(JournalQuery.newest(limit).with(JournalCondition.ID, id), 0, true).page();
    List<JournalLine> lines = new ArrayList<>(page.lines());
    Collections.reverse(lines);
    return new JournalPage(lines, page.next());
  }

  /**
   * Oldest first.
   *
   * @param after only lines with larger numbers; the query's limit does not count
   * @return to be closed
   * @throws JournalUnavailable when a file cannot be read
   */
  public JournalScan forward(JournalQuery query, long after) {
    Contents contents = catalog.contents();
    List<JournalFile> files = contents.files();
    int first = 0;
    int last = files.size() - 1;
    try {
      while (first < last && isBefore(files.get(first), query)) {
        first++;
      }
      while (last > first && isBehind(files.get(last), query)) {
        last--;
      }
    } catch (FileNotFoundException | java.nio.file.NoSuchFileException e) {
      first = 0; // removed by retention meanwhile
    } catch (IOException e) {
      throw new JournalUnavailable("journal: cannot be searched (%s)".formatted(e), e);
    }
    long begin = files.isEmpty() ? 1 : files.get(first).first();
    long end = files.isEmpty() ? 0 : contents.endOf(last) - 1;
    return new JournalScan(
        catalog, query, Math.max(begin, after + 1), Math.min(end, query.before() - 1));
  }

  /** Whether all of a file was written before the times asked for. */
  private static boolean isBefore(JournalFile file, JournalQuery query) throws IOException {
    return query.from().isPresent()
        && Files.getLastModifiedTime(file.path())
            .toInstant()
            .plus(SLACK)
            .isBefore(query.from().get());
  }

  /** Whether all of a file is later than the times asked for. */
  private static boolean isBehind(JournalFile file, JournalQuery query) throws IOException {
    return query.until().isPresent() && begun(file).minus(SLACK).isAfter(query.until().get());
  }

  private static Instant begun(JournalFile file) throws IOException {
    try (InputStream in = Files.newInputStream(file.path())) {
      String head = new String(in.readNBytes(1024), ISO_8859_1);
      return JournalLine.parse(head.substring(0, Math.max(0, head.indexOf('\n')))).at();
    } catch (IllegalArgumentException e) {
      return Instant.MIN.plus(SLACK); // damaged: it may be of any time
    }
  }

  private final class Run implements BackwardLines.Visitor {

    private final JournalQuery query;
    private final long after;
    private final boolean story;
    private final PreFilter preFilter;
    private final List<JournalLine> lines = new ArrayList<>();
    private long left = work;
    private long before;
    private long last;
    private boolean enough;
    private boolean begun;

    Run(JournalQuery query, long after, boolean story) {
      this.query = query;
      this.after = after;
      this.story = story;
      preFilter = PreFilter.of(query);
    }

    JournalPage page() {
      Contents contents = catalog.contents();
      before = Math.min(query.before(), contents.last() + 1);
      for (int i = contents.files().size() - 1; i >= 0 && !enough; i--) {
        JournalFile file = contents.files().get(i);
        last = contents.endOf(i) - 1;
        if (last <= after) {
          break;
        }
        if (file.first() < before) {
          file(file);
        }
      }
      boolean all = !enough || before <= after + 1 || (begun && lines.size() < query.limit());
      return new JournalPage(lines, all ? OptionalLong.empty() : OptionalLong.of(before));
    }

    private void file(JournalFile file) {
      try {
        if (!isBefore(file, query) && !isBehind(file, query)) {
          BackwardLines.visit(file, this);
        }
        before = enough ? before : file.first();
      } catch (FileNotFoundException | java.nio.file.NoSuchFileException e) {
        enough = true; // removed by retention meanwhile, and all before it
        before = after + 1;
      } catch (IOException e) {
        throw new JournalUnavailable(
            "journal: cannot search %s (%s)".formatted(file.path().getFileName(), e), e);
      }
    }

    @Override
    public boolean visit(byte[] octets, int from, int to) {
      long sequence = FileScan.sequence(octets, from, to);
      if (sequence < 0 || sequence > last || sequence >= before) {
        return true;
      }
      if (sequence <= after) {
        before = after + 1;
        enough = true;
        return false;
      }
      left -= to - from + 1;
      if (preFilter.mayMatch(octets, from, to)) {
        consider(new String(octets, from, to - from, ISO_8859_1));
      }
      before = sequence;
      enough = lines.size() == query.limit() || left <= 0;
      return !enough;
    }

    private void consider(String json) {
      try {
        JournalLine line = JournalLine.parse(json);
        if (query.matches(line)) {
          lines.add(line);
          if (story && line.event().equals(EventType.ACCEPTED.eventName())) {
            begun = true;
            left = Math.min(left, STORY_BEFORE);
          }
        }
      } catch (IllegalArgumentException e) {
        left--; // damaged at rest: cannot be what is looked for
      }
    }
  }
}
