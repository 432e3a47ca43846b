package io.postern.gateway.search;

import io.postern.gateway.audit.Journal;
import io.postern.gateway.audit.JournalLine;
import io.postern.gateway.audit.JournalReader;
import io.postern.gateway.notice.Notice;
import io.postern.gateway.notice.Notices;
import io.postern.gateway.thread.UninterruptibleThread;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.lucene.index.CorruptIndexException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the index up with the journal, on a thread of its own. A damaged index is made again from
 * the journal; when it cannot be written, what was not committed is given up and added later.
 */
final class IndexFollower {

  static final String NOTICE = "search.index";

  private static final Logger LOG = System.getLogger(IndexFollower.class.getPackageName());

  /** Lines between two rests; they take some milliseconds. */
  private static final int BATCH = 200;

  private static final Duration WAIT = Duration.ofMillis(200);

  /** A new index that has fewer lines to add is soon there. */
  private static final long FEW = 100_000;

  private final Path folder;
  private final IndexOptions options;
  private final Journal journal;
  private final Notices notices;
  private final ProcessorShare processors;
  private final Thread thread;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile Optional<LineIndex> open = Optional.empty();
  private volatile @Nullable Throwable suspicion;

  IndexFollower(Path folder, IndexOptions options, Journal journal, Notices notices) {
    this.folder = folder;
    this.options = options;
    this.journal = journal;
    this.notices = notices;
    processors = new ProcessorShare(options.leastShare());
    thread = UninterruptibleThread.unstarted("postern-index", this::run);
  }

  void start() {
    thread.start();
  }

  /** The index, when it can be used. It may be closed at any time. */
  Optional<LineIndex> index() {
    return open;
  }

  /** A search of it failed: it is not used any more and made again. */
  void suspect(LineIndex index, Throwable reason) {
    if (open.filter(index::equals).isPresent()) {
      suspicion = reason;
      open = Optional.empty();
    }
  }

  private void run() {
    Optional<String> damage = Optional.empty();
    while (closing.getCount() > 0) {
      try {
        follow(damage);
        damage = Optional.empty();
      } catch (IndexDamaged e) {
        LOG.log(Level.DEBUG, "search: the index is damaged", e);
        damage = Optional.of(String.valueOf(e.getMessage()));
      } catch (IOException | RuntimeException | Error e) {
        LOG.log(Level.DEBUG, "search: the index cannot be written", e);
        damage = Optional.empty();
        raise(
            "the search index cannot be written (%s); searches read the journal, trying again every %d s"
                .formatted(e, options.retry().toSeconds()));
        pause(options.retry());
      }
    }
  }

  /** Ends early when this is closed. */
  private void pause(Duration time) {
    try {
      boolean _ = closing.await(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      LOG.log(Level.DEBUG, "search: an interrupt of the indexing thread is ignored", e);
    }
  }

  /**
   * Opens the index, or makes it again, and follows the journal until the gateway stops.
   *
   * @param damage why it must be made again
   */
  private void follow(Optional<String> damage) throws IOException {
    requireSpace();
    boolean isNew = damage.isPresent() || !LineIndex.isThere(folder);
    LineIndex index =
        isNew
            ? LineIndex.create(folder, options, processors)
            : LineIndex.open(folder, options, processors, journal);
    try (index) {
      suspicion = null;
      long from = Math.max(index.last() + 1, journal.firstSequence());
      boolean announced = announce(damage, from);
      try (JournalReader reader = journal.readFrom(from)) {
        open = Optional.of(index);
        new Turns(index, reader, announced).run();
      } finally {
        open = Optional.empty();
      }
    } catch (IOException | RuntimeException e) {
      if (isDamage(e)) {
        throw new IndexDamaged(e.toString(), e);
      }
      throw e;
    }
  }

  /** Whether a notice stands that is to be cleared when the index is up with the journal. */
  private boolean announce(Optional<String> damage, long from) {
    long lines = journal.lastSequence() - from + 1;
    if (damage.isPresent()) {
      raise(
          "the search index was damaged (%s) and is made again from %d lines of the journal; searches read the journal meanwhile, older lines take longer to find"
              .formatted(damage.get(), Math.max(0, lines)));
    } else if (lines > FEW) {
      raise(
          "the search index is made from %d lines of the journal; searches read the journal meanwhile, older lines take longer to find"
              .formatted(lines));
    } else {
      notices.clear(NOTICE);
      return false;
    }
    return true;
  }

  private void raise(String text) {
    notices.raise(NOTICE, Notice.Effect.WARNING, text);
  }

  private void requireSpace() throws IOException {
    Path there = Files.exists(folder) ? folder : folder.toAbsolutePath().getParent();
    if (there != null && Files.getFileStore(there).getUsableSpace() < options.leastSpace()) {
      throw new IOException("less than %d octets are free".formatted(options.leastSpace()));
    }
  }

  private static boolean isDamage(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CorruptIndexException || cause instanceof IndexDamaged) {
        return true;
      }
    }
    return false;
  }

  /** One opening of the index. */
  private final class Turns {

    private final LineIndex index;
    private final JournalReader reader;
    private final ProcessorShare.User used = processors.user();
    private boolean announced;
    private boolean isFresh = true;
    private long refreshed = System.nanoTime();
    private long committed = refreshed;

    Turns(LineIndex index, JournalReader reader, boolean announced) {
      this.index = index;
      this.reader = reader;
      this.announced = announced;
    }

    void run() throws IOException {
      while (closing.getCount() > 0) {
        requireTrusted();
        List<JournalLine> lines = read();
        if (!lines.isEmpty()) {
          index.add(lines);
          isFresh = false;
        }
        if (!isFresh && isOver(refreshed, options.refresh())) {
          requireSpace();
          index.refresh();
          isFresh = true;
          refreshed = System.nanoTime();
        }
        if (!index.isCommitted() && isOver(committed, options.commit())) {
          isFresh &= !index.removeBefore(journal.firstSequence());
          index.commit();
          committed = System.nanoTime();
        }
        pause(used.rest());
        if (announced && index.last() + FEW / 10 >= journal.lastSequence()) {
          announced = false;
          notices.clear(NOTICE);
        }
      }
      if (!index.isCommitted()) {
        index.commit();
      }
    }

    private List<JournalLine> read() {
      try {
        return reader.read(BATCH, WAIT);
      } catch (InterruptedException e) {
        LOG.log(Level.DEBUG, "search: an interrupt of the indexing thread is ignored", e);
        return List.of();
      }
    }

    private void requireTrusted() {
      Throwable reason = suspicion;
      if (reason != null) {
        throw new IndexDamaged(String.valueOf(reason.getMessage()), reason);
      }
    }

    private static boolean isOver(long since, Duration time) {
      return System.nanoTime() - since >= time.toNanos();
    }
  }

  /** Commits what was added and ends, or is left alone after a while. */
  void close(Duration patience) throws InterruptedException {
    closing.countDown();
    thread.join(patience);
    open = Optional.empty();
  }
}
