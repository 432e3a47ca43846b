package io.postern.gateway.audit;

import io.postern.gateway.audit.FileCatalog.Contents;
import io.postern.gateway.spool.Committed;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes what the inbox holds, group by group: one write, one sync. Runs on the journal's own
 * thread, which alone touches its state.
 *
 * <p>A file whose write or sync failed is never used again, because nobody knows what of it is on
 * disk: it is cut back to its last good line as far as that succeeds, and the group is written to a
 * fresh file. Its name is the number of its first line, so the fresh file overrules what may have
 * stayed behind in the old one.
 */
final class JournalWriter implements Runnable {

  private static final Logger LOG = System.getLogger(JournalWriter.class.getPackageName());
  private static final Duration IDLE = Duration.ofSeconds(1);
  private static final long TIDY_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final Path folder;
  private final JournalOptions options;
  private final Clock clock;
  private final JournalDisk disk;
  private final Inbox inbox;
  private final FileCatalog catalog;
  private final LiveTail tail;
  private final Retention retention;
  private final CountDownLatch closing = new CountDownLatch(1);

  private final LineBuffer buffer = new LineBuffer();
  private final EventLines lines = new EventLines(buffer);
  private JournalDisk.@Nullable Appender file;
  private long fileLength;
  private long lastSequence;
  private long lastWhole;
  private String chain;
  private volatile long safePosition;
  private final UnfinishedIndex index;
  private volatile Optional<String> failing = Optional.empty();
  private boolean begunFile;
  private int failures;

  JournalWriter(
      Path folder,
      JournalOptions options,
      Clock clock,
      JournalDisk disk,
      JournalRecovery recovered,
      Inbox inbox,
      FileCatalog catalog,
      LiveTail tail,
      Retention retention) {
    this.folder = folder;
    this.options = options;
    this.clock = clock;
    this.disk = disk;
    this.inbox = inbox;
    this.catalog = catalog;
    this.tail = tail;
    this.retention = retention;
    file = recovered.open().orElse(null);
    fileLength = recovered.files().isEmpty() ? 0 : recovered.files().getLast().length();
    lastSequence = recovered.lastSequence();
    lastWhole = recovered.lastWhole();
    chain = recovered.chain();
    safePosition = recovered.lastPosition();
    index = recovered.index();
  }

  long safePosition() {
    return safePosition;
  }

  /** Why the last write failed; empty since one has succeeded. Any thread may ask. */
  Optional<String> failing() {
    return failing;
  }

  /** What was handed in is written yet, unless the disk refuses it. */
  void close() {
    inbox.close();
    closing.countDown();
  }

  @Override
  public void run() {
    Inbox.Group group = Inbox.Group.NONE;
    long tidied = System.nanoTime() - TIDY_NANOS;
    while (true) {
      if (group.isEmpty()) {
        group = inbox.take(IDLE);
      }
      if (group.isEmpty() && inbox.closed()) {
        break;
      }
      long began = System.nanoTime();
      if (began - tidied >= TIDY_NANOS) {
        retention.tidy();
        tidied = began;
      }
      if (write(group)) {
        group = Inbox.Group.NONE;
        inbox.gather(options.gather().toNanos() - (System.nanoTime() - began));
      } else if (pauseOrClosing()) {
        LOG.log(
            Level.WARNING,
            "journal: closed while {0} cannot be written; the spool will send its records again",
            folder);
        refuse(group);
        break;
      }
    }
    leave(Optional.ofNullable(file));
  }

  private void refuse(Inbox.Group group) {
    Inbox.Group left = group;
    while (!left.isEmpty()) {
      left.events()
          .forEach(
              entry ->
                  entry
                      .onDisk()
                      .completeExceptionally(
                          new JournalUnavailable("journal: closed before it could write")));
      left = inbox.take(Duration.ZERO);
    }
  }

  private boolean write(Inbox.Group group) {
    if (group.isEmpty()) {
      return true;
    }
    try {
      commit(group);
      group.events().forEach(entry -> entry.onDisk().complete(null));
      if (failures > 0) {
        LOG.log(Level.INFO, "journal: writing to {0} again", folder);
        failing = Optional.empty();
      }
      failures = 0;
      announce();
      return true;
    } catch (IOException e) {
      failed("journal: cannot write to {0} ({1}); mail goes on, trying again in a fresh file", e);
      return false;
    } catch (RuntimeException | OutOfMemoryError e) {
      failed("journal: cannot write to {0} for a fault of ours ({1}); trying again", e);
      LOG.log(Level.DEBUG, "journal: the fault", e);
      return false;
    }
  }

  /** What follows a written group and must not make it be written again. */
  private void announce() {
    try {
      tail.publish(buffer);
      if (begunFile) {
        retention.tidy();
      }
    } catch (RuntimeException | OutOfMemoryError e) {
      LOG.log(Level.WARNING, "journal: the live view misses lines (" + e + ")");
    }
  }

  /** Says so at first and then about once a minute. */
  private void failed(String message, Throwable cause) {
    failing = Optional.of(String.valueOf(cause.getMessage()));
    if (failures++ % 60 == 0) {
      LOG.log(Level.ERROR, message, folder, cause);
    }
    abandon();
  }

  private void commit(Inbox.Group group) throws IOException {
    JournalDisk.Appender current = file;
    boolean fresh = current == null || fileLength >= options.fileSize();
    long sequence = lastSequence;
    long position = safePosition;
    buffer.clear(chain);
    begunFile = false;
    if (fresh) {
      lines.writeBegun(++sequence, clock.instant(), position, lastWhole, chain);
    }
    int before = buffer.lines();
    Iterator<Inbox.Entry> events = group.events().iterator();
    JournalEvent event = events.hasNext() ? events.next().event() : null;
    for (Committed committed : group.records()) {
      if (committed.position() > position) { // else it comes again after a restart
        position = committed.position();
        Instant at = timeOf(committed);
        while (event != null && event.at().isBefore(at)) {
          lines.write(++sequence, event);
          event = events.hasNext() ? events.next().event() : null;
        }
        lines.write(++sequence, committed);
      }
    }
    while (event != null) {
      lines.write(++sequence, event);
      event = events.hasNext() ? events.next().event() : null;
    }
    for (Map.Entry<EventType, Long> dropped : group.dropped().entrySet()) {
      lines.write(++sequence, summary(dropped.getKey(), dropped.getValue(), clock.instant()));
    }
    if (buffer.lines() == before) {
      buffer.clear(); // all came again
      return;
    }
    buffer.seal();
    if (current == null || fresh) {
      leave(Optional.ofNullable(current));
      writeIndex(lastSequence + 1);
      current = begin(JournalFile.path(folder, lastSequence + 1));
    }
    current.write(buffer.octets());
    current.sync();
    if (fresh) {
      disk.syncFolder(folder);
    }
    fileLength += buffer.length();
    publish(sequence, fresh);
    group.records().stream().filter(this::isNew).forEach(index::apply);
    group.events().forEach(entry -> index.apply(entry.event()));
    lastSequence = sequence;
    lastWhole = sequence;
    chain = buffer.chain();
    safePosition = position;
    begunFile = fresh;
  }

  private static Instant timeOf(Committed committed) {
    return switch (committed) {
      case Committed.Accepted accepted -> accepted.receivedAt();
      case Committed.Marked marked -> marked.mark().at();
      case Committed.Damaged damaged -> damaged.at();
    };
  }

  private boolean isNew(Committed committed) {
    return committed.position() > safePosition;
  }

  /** Beside the file that begins with this line; the next start reads on from there. */
  private void writeIndex(long first) {
    try {
      disk.replace(UnfinishedIndex.path(folder, first), index.octets());
      List<JournalFile> files = catalog.contents().files();
      if (files.size() > 1) {
        disk.delete(UnfinishedIndex.path(folder, files.get(files.size() - 2).first()));
      }
    } catch (IOException e) {
      if (failures == 0) { // else it is said already that nothing can be written
        LOG.log(
            Level.WARNING,
            "journal: cannot write the index of unfinished messages (%s); the next start takes longer"
                .formatted(e),
            e);
      }
    }
  }

  private static JournalEvent summary(EventType event, long count, Instant at) {
    return new JournalEvent(
        EventType.EVENTS_DROPPED,
        Optional.empty(),
        at,
        Map.of(
            EventField.DROPPED_EVENT.member(),
            event.eventName(),
            EventField.COUNT.member(),
            Long.toString(count)));
  }

  /** Whatever stands under this name was never published: an abandoned try. */
  private JournalDisk.Appender begin(Path path) throws IOException {
    file = null;
    fileLength = 0;
    disk.delete(path);
    JournalDisk.Appender begun = disk.create(path);
    file = begun;
    return begun;
  }

  private void publish(long sequence, boolean fresh) {
    List<JournalFile> files = new ArrayList<>(catalog.contents().files());
    if (fresh) {
      long first = lastSequence + 1;
      files.add(new JournalFile(JournalFile.path(folder, first), first, fileLength));
    } else {
      JournalFile last = files.removeLast();
      files.add(new JournalFile(last.path(), last.first(), fileLength));
    }
    catalog.publish(new Contents(files, sequence));
  }

  private void abandon() {
    JournalDisk.Appender abandoned = file;
    file = null;
    if (abandoned == null) {
      return;
    }
    try {
      if (fileLength > 0) {
        abandoned.cut(fileLength);
      } else {
        disk.delete(JournalFile.path(folder, lastSequence + 1));
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "journal: what follows the last good line stays; it is overruled", e);
    }
    leave(Optional.of(abandoned));
  }

  private static void leave(Optional<JournalDisk.Appender> left) {
    try {
      if (left.isPresent()) {
        left.get().close();
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "journal: closing a file failed; what counts of it was synced", e);
    }
  }

  private boolean pauseOrClosing() {
    try {
      return closing.await(Math.min(1_000, 50L * failures), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return false; // nobody's way to end this thread
    }
  }
}
