package io.postern.gateway.audit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.postern.gateway.audit.FileCatalog.Contents;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the journal in order. Sees only lines that are on disk. Memory is bounded by one chunk and
 * the lines returned. Not thread-safe. An interrupt ends waiting, never a file.
 */
public final class JournalReader implements AutoCloseable {

  private static final Logger LOG = System.getLogger(JournalReader.class.getPackageName());
  private static final int CHUNK = 1 << 17;

  private final FileCatalog catalog;
  private long next;
  private long lost;

  private @Nullable RandomAccessFile file;
  private @Nullable Path path;
  private long offset;
  private byte[] chunk = new byte[CHUNK];

  /**
   * @param first number of the first line to be returned
   */
  JournalReader(FileCatalog catalog, long first) {
    this.catalog = catalog;
    this.next = first;
  }

  /**
   * The next lines.
   *
   * @param limit how many at most
   * @param wait for the first of them, when it is not there yet
   * @return empty when none came in time or the journal was closed
   * @throws JournalUnavailable when a file cannot be read; may be tried again
   */
  public List<JournalLine> read(int limit, Duration wait) throws InterruptedException {
    if (!catalog.awaitBeyond(next - 1, wait)) {
      return List.of();
    }
    List<JournalLine> lines = new ArrayList<>();
    try {
      while (lines.isEmpty() && next <= catalog.contents().last()) {
        readChunk(lines, limit);
      }
    } catch (FileNotFoundException e) {
      close();
      if (catalog.contents().files().getFirst().first() <= next) {
        throw unreadable(e);
      }
      return List.of(); // removed by retention since we looked
    } catch (IOException e) {
      close();
      throw unreadable(e);
    }
    return lines;
  }

  private JournalUnavailable unreadable(IOException e) {
    return new JournalUnavailable("journal: cannot read line %d (%s)".formatted(next, e), e);
  }

  /** Number of the next line. */
  public long next() {
    return next;
  }

  /** Lines that could not be returned so far: damaged, or removed before they were read. */
  public long lost() {
    return lost;
  }

  private void readChunk(List<JournalLine> lines, int limit) throws IOException {
    Contents contents = catalog.contents();
    int index = contents.indexFor(next);
    JournalFile current = contents.files().get(index);
    long end = contents.endOf(index);
    skipTo(current.first(), "removed");
    RandomAccessFile in = open(current);
    int length = (int) Math.min(chunk.length, current.length() - offset);
    in.seek(offset);
    in.readFully(chunk, 0, Math.max(0, length));
    int from = 0;
    for (int i = 0; i < length && lines.size() < limit && next < end; i++) {
      if (chunk[i] == '\n') {
        line(from, i, end, lines);
        from = i + 1;
      }
    }
    offset += from;
    if (from == 0 && length == chunk.length) {
      chunk = Arrays.copyOf(chunk, chunk.length * 2); // one line longer than all of it
    } else if (from == 0) {
      skipTo(end, "damaged");
    }
  }

  private void line(int from, int to, long end, List<JournalLine> lines) {
    long sequence = FileScan.sequence(chunk, from, to);
    if (sequence < next || sequence >= end) {
      return; // before where we begin, or damaged: the next whole line shows how much is missing
    }
    try {
      JournalLine line = JournalLine.parse(new String(chunk, from, to - from, ISO_8859_1));
      skipTo(sequence, "damaged");
      next = sequence + 1;
      lines.add(line);
    } catch (IllegalArgumentException e) {
      LOG.log(Level.DEBUG, "journal: line %d cannot be read".formatted(sequence), e);
    }
  }

  private void skipTo(long sequence, String why) {
    if (sequence > next) {
      LOG.log(
          Level.WARNING,
          "journal: lines {0} to {1} are {2}; reading on after them",
          next,
          sequence - 1,
          why);
      lost += sequence - next;
      next = sequence;
    }
  }

  private RandomAccessFile open(JournalFile wanted) throws IOException {
    RandomAccessFile open = file;
    if (open == null || !wanted.path().equals(path)) {
      close();
      open = new RandomAccessFile(wanted.path().toFile(), "r");
      file = open;
      path = wanted.path();
      offset = next <= wanted.first() ? 0 : LineOffset.of(open, wanted.length(), next);
    }
    return open;
  }

  @Override
  public void close() {
    RandomAccessFile open = file;
    file = null;
    path = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        LOG.log(Level.DEBUG, "journal: closing a file that was read failed", e);
      }
    }
  }
}
