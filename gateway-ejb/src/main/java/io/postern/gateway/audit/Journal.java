package io.postern.gateway.audit;

import io.postern.gateway.spool.CommitReader;
import io.postern.gateway.spool.Committed;
import io.postern.gateway.spool.Evidence;
import io.postern.gateway.thread.UninterruptibleThread;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/**
 * The audit journal's entry point. What the spool reports is written exactly once, in its order;
 * what others append is merged into the same sequence. Nothing here keeps mail waiting.
 * Thread-safe.
 */
public final class Journal implements CommitReader, AutoCloseable {

  private final Inbox inbox;
  private final FileCatalog catalog;
  private final Positions positions;
  private final LiveTail tail = new LiveTail();
  private final Retention retention;
  private final JournalWriter writer;
  private final Thread thread;
  private final JournalRecovery recovered;
  private final AtomicReference<Evidence> evidence;

  private Journal(
      Path folder,
      JournalOptions options,
      Clock clock,
      JournalDisk disk,
      JournalRecovery recovered,
      Positions positions) {
    this.positions = positions;
    this.recovered = recovered;
    evidence = new AtomicReference<>(evidence(recovered));
    inbox = new Inbox(options.queue());
    catalog = new FileCatalog(new FileCatalog.Contents(recovered.files(), recovered.lastWhole()));
    retention = new Retention(options, clock, disk, catalog, positions, inbox);
    writer =
        new JournalWriter(folder, options, clock, disk, recovered, inbox, catalog, tail, retention);
    thread = UninterruptibleThread.unstarted("postern-journal", writer);
  }

  /**
   * Opens the journal and cuts off what a crash left unfinished.
   *
   * @param folder owned by the journal alone; created when it is not there
   * @throws JournalUnavailable when the folder cannot be used
   */
  public static Journal open(Path folder, JournalOptions options, Clock clock) {
    return open(folder, options, clock, new RealJournalDisk());
  }

  /**
   * As {@link #open(Path, JournalOptions, Clock)}, and compares what is there with what is known of
   * it; {@link #missing} says what is gone.
   */
  public static Journal open(Path folder, JournalOptions options, Clock clock, JournalKnown known) {
    return open(folder, options, clock, new RealJournalDisk(), known);
  }

  static Journal open(Path folder, JournalOptions options, Clock clock, JournalDisk disk) {
    return open(folder, options, clock, disk, JournalKnown.nothing());
  }

  static Journal open(
      Path folder, JournalOptions options, Clock clock, JournalDisk disk, JournalKnown known) {
    Misplaced.requireFolderOrNothing(folder);
    requireKnownFormat(folder);
    try {
      Files.createDirectories(folder);
      JournalRecovery.requireFiles(folder);
      Positions positions = Positions.open(folder.resolve("positions"), disk, known.positions());
      JournalRecovery recovered = JournalRecovery.of(folder, disk, known).after(positions);
      Journal journal = new Journal(folder, options, clock, disk, recovered, positions);
      journal.thread.start();
      return journal;
    } catch (IOException e) {
      throw new JournalUnavailable("journal: cannot open %s (%s)".formatted(folder, e), e);
    }
  }

  /** Whether the folder has no file of a journal. Changes nothing. */
  public static boolean isAbsent(Path folder) {
    if (!Files.isDirectory(folder)) {
      return true;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.allMatch(file -> JournalFile.first(file) < 0);
    } catch (IOException e) {
      throw new JournalUnavailable("journal: cannot read %s (%s)".formatted(folder, e), e);
    }
  }

  /**
   * Whether this version knows the format of every file. Changes nothing.
   *
   * @throws JournalUnavailable when it does not, or a file cannot be read
   */
  public static void requireKnownFormat(Path folder) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (JournalFile.first(file) > 0 && Files.isRegularFile(file)) {
          int format = JournalFile.format(file);
          if (format > JournalFile.FORMAT) {
            throw new JournalUnavailable(
                ("journal: %s has format %d, this version reads formats up to %d; not started,"
                        + " nothing was changed: start the newer version that wrote it")
                    .formatted(file, format, JournalFile.FORMAT));
          }
        }
      }
    } catch (IOException | UncheckedIOException e) {
      throw new JournalUnavailable("journal: cannot read %s (%s)".formatted(folder, e), e);
    }
  }

  private static Evidence evidence(JournalRecovery recovered) {
    boolean any = recovered.lastWhole() > 0;
    return new Evidence(
        any ? recovered.lastPosition() : -1,
        recovered.index().counts().copy(),
        any ? recovered.lastPosition() : -1,
        recovered.index().isCertain(),
        -1,
        recovered.index().highestId());
  }

  /** What the journal knew of the spool's messages when it was opened; given out once. */
  public Evidence takeEvidence() {
    return evidence.getAndSet(Evidence.none());
  }

  /** Lines that were there once and were not when the journal was opened. */
  public List<MissingLines> missing() {
    return recovered.missing();
  }

  /** How many lines of the newest file could not be read when the journal was opened. */
  public long damagedLines() {
    return recovered.damaged();
  }

  /** Subscribers that read some lines again, because their position could not be read. */
  public Set<String> restoredPositions() {
    return positions.restored();
  }

  /** What should be there at the next start, to be kept outside of the journal's folder. */
  public JournalKnown known() {
    long last = Math.max(lastSequence(), recovered.lastSequence());
    return new JournalKnown(last, safePosition(), positions.all());
  }

  @Override
  public long safePosition() {
    return writer.safePosition();
  }

  /**
   * Takes records of the spool, blocking while the journal cannot keep up.
   *
   * @throws IllegalArgumentException when positions do not grow: one of two records with the same
   *     position would be taken for one reported again
   */
  @Override
  public void read(List<Committed> records) {
    long position = -1;
    for (Committed committed : records) {
      if (committed.position() <= position) {
        throw new IllegalArgumentException(
            "spool position %d after %d".formatted(committed.position(), position));
      }
      position = committed.position();
    }
    inbox.put(List.copyOf(records));
  }

  /**
   * Records what the spool does not report. Never waits; the line is on disk a little later. In a
   * flood, those of {@link EventType#isDroppedFirst} are dropped first, and lines {@code
   * EventsDropped} count what was.
   */
  public void append(JournalEvent event) {
    CompletableFuture<Void> _ = inbox.put(event);
  }

  /**
   * As {@link #append}, for what must be on record before something is promised, such as a message
   * discarded by a verdict.
   *
   * @return completes when the line is on disk; exceptionally, with {@link JournalUnavailable},
   *     when it was not taken
   */
  public CompletableFuture<Void> appendSynced(JournalEvent event) {
    return inbox.put(event);
  }

  /** How the journal is; cheap. */
  public JournalHealth health() {
    return new JournalHealth(
        writer.failing(),
        inbox.closed() || thread.isAlive() ? Optional.empty() : Optional.of(thread.getName()),
        retention.unread());
  }

  /** Number of the last line that is on disk, 0 when there is none. */
  public long lastSequence() {
    return catalog.contents().last();
  }

  /** Number of the oldest line that is kept, as far as it is known; 1 when there is none. */
  public long firstSequence() {
    List<JournalFile> files = catalog.contents().files();
    return files.isEmpty() ? 1 : files.getFirst().first();
  }

  /** Reads from a line on; from 1 for everything there is. To be closed. */
  public JournalReader readFrom(long sequence) {
    return new JournalReader(catalog, Math.max(1, sequence));
  }

  /** Reads from where this name was last done, or from now on when it is new. To be closed. */
  public Subscription subscribe(String name) {
    return new Subscription(name, catalog, positions, catalog.contents().last());
  }

  /**
   * Reads from where this name was last done, or after a given line when it is new. To be closed.
   *
   * @param after number of a line; 0 for everything there is
   */
  public Subscription follow(String name, long after) {
    return new Subscription(name, catalog, positions, after);
  }

  /** Names that have a position and begin like this. */
  public Set<String> subscribers(String prefix) {
    return positions.names(prefix);
  }

  /**
   * Number of the first line of this time or later, or of the line that comes next when there is
   * none. Times grow from line to line but for {@code Accepted}, which says when reception ended.
   *
   * @throws JournalUnavailable when a file cannot be read
   */
  public long firstSince(Instant time) throws InterruptedException {
    long from = 1;
    for (JournalFile file : catalog.contents().files()) {
      try (JournalReader head = readFrom(file.first())) {
        List<JournalLine> lines = head.read(1, Duration.ZERO);
        if (lines.isEmpty() || !lines.getFirst().at().isBefore(time)) {
          break;
        }
        from = file.first();
      }
    }
    try (JournalReader reader = readFrom(from)) {
      while (true) {
        List<JournalLine> lines = reader.read(1_000, Duration.ZERO);
        for (JournalLine line : lines) {
          if (!line.at().isBefore(time)) {
            return line.sequence();
          }
        }
        if (lines.isEmpty()) {
          return reader.next();
        }
      }
    }
  }

  /** Forgets a name for good: nothing is kept for it any longer. */
  public void forget(String name) {
    try {
      positions.forget(name);
    } catch (IOException e) {
      throw new JournalUnavailable(
          "journal: cannot remove the position of %s (%s)".formatted(name, e), e);
    }
  }

  /** The newest lines, and those to come. */
  public LiveTail tail() {
    return tail;
  }

  /**
   * The lines after one, as they are there and as they come; to be closed by the thread that uses
   * it.
   *
   * @param sequence number of the last line that was seen; 0 for all there is
   */
  public JournalTail tailAfter(long sequence) {
    return new ResumedTail(readFrom(sequence + 1));
  }

  /** Looks for lines that are on disk. */
  public JournalSearch search() {
    return new JournalSearch(catalog);
  }

  /**
   * Writes what was handed in, as far as the disk takes it, and ends. What the spool hands in later
   * is not taken, and not called safe.
   */
  @Override
  public void close() {
    writer.close();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    catalog.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
