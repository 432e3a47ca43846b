package io.postern.gateway.audit;

import io.postern.gateway.audit.FileCatalog.Contents;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * Removes the oldest files when there are too many or they are too old, but none that a subscriber
 * has not read, unless the hard cap is reached. Runs on the journal's thread.
 */
final class Retention {

  private static final Logger LOG = System.getLogger(Retention.class.getPackageName());

  private final JournalOptions options;
  private final Clock clock;
  private final JournalDisk disk;
  private final FileCatalog catalog;
  private final Positions positions;
  private final Inbox inbox;

  Retention(
      JournalOptions options,
      Clock clock,
      JournalDisk disk,
      FileCatalog catalog,
      Positions positions,
      Inbox inbox) {
    this.options = options;
    this.clock = clock;
    this.disk = disk;
    this.catalog = catalog;
    this.positions = positions;
    this.inbox = inbox;
  }

  void tidy() {
    try {
      while (removeOldest(catalog.contents())) {
        LOG.log(Level.DEBUG, "journal: oldest file removed");
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "journal: cannot remove an old file (%s); keeping it".formatted(e), e);
    }
  }

  private boolean removeOldest(Contents contents) throws IOException {
    List<JournalFile> files = contents.files();
    if (files.size() < 2) {
      return false;
    }
    JournalFile oldest = files.getFirst();
    long end = contents.endOf(0);
    long size = files.stream().mapToLong(JournalFile::length).sum();
    if (size <= options.keepSize() && !old(oldest)) {
      return false;
    }
    Map<String, Long> subscribers = positions.all();
    boolean read = subscribers.values().stream().allMatch(position -> position >= end - 1);
    if (!read && size <= options.hardCap()) {
      return false;
    }
    disk.delete(oldest.path());
    disk.delete(UnfinishedIndex.path(oldest.path().resolveSibling(""), oldest.first()));
    catalog.publish(new Contents(files.subList(1, files.size()), contents.last()));
    subscribers.forEach(
        (subscriber, position) -> {
          if (position < end - 1) {
            alarm(subscriber, Math.max(position + 1, oldest.first()), end - 1, size);
          }
        });
    return true;
  }

  /** Subscribers that would miss lines if a few more came; cheap, from any thread. */
  List<JournalHealth.Unread> unread() {
    Contents contents = catalog.contents();
    long size = contents.files().stream().mapToLong(JournalFile::length).sum();
    if (contents.files().size() < 2 || size < options.hardCap() / 100 * JournalHealth.DANGER) {
      return List.of();
    }
    long end = contents.endOf(0);
    return positions.names("").stream()
        .flatMap(
            name -> {
              long position = positions.get(name).orElse(contents.last());
              return position < end - 1
                  ? Stream.of(
                      new JournalHealth.Unread(
                          name, contents.last() - position, size, options.hardCap()))
                  : Stream.empty();
            })
        .toList();
  }

  private boolean old(JournalFile file) throws IOException {
    Instant limit = clock.instant().minus(options.keepAge());
    return Files.getLastModifiedTime(file.path()).toInstant().isBefore(limit);
  }

  private void alarm(String subscriber, long from, long to, long size) {
    LOG.log(
        Level.ERROR,
        "journal: {0} octets exceed the hard cap; lines {1} to {2} removed though {3} has not read"
            + " them",
        size,
        from,
        to,
        subscriber);
    CompletableFuture<Void> _ =
        inbox.put(
            new JournalEvent(
                EventType.HISTORY_LOST,
                Optional.empty(),
                clock.instant(),
                Map.of(
                    "subscriber", subscriber,
                    "first", Long.toString(from),
                    "last", Long.toString(to))));
  }
}
