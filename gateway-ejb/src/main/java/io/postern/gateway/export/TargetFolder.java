package io.postern.gateway.export;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * What is kept of one target beside the journal: the line after which it began, whether it is
 * paused, its backfill, and the events that were set aside. Small files that are replaced as a
 * whole, durably. Used by one thread at a time, but for {@link SetAsideEvents}.
 */
final class TargetFolder {

  private static final String START = "start";
  private static final String PAUSED = "paused";
  private static final String BACKFILL = "backfill";

  private final Path folder;

  private TargetFolder(Path folder) {
    this.folder = folder;
  }

  /** Makes the folder when it is not there. */
  static TargetFolder open(Path exports, String target) throws IOException {
    Path folder = exports.resolve(target);
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder);
      sync(exports);
    }
    return new TargetFolder(folder);
  }

  SetAsideEvents setAside(int most, IntConsumer changed) throws IOException {
    return SetAsideEvents.open(folder, most, changed);
  }

  /** Number of the line after which the target's live events begin. */
  Optional<Long> start() throws IOException {
    return read(START).map(Long::parseLong);
  }

  void start(long sequence) throws IOException {
    write(START, Long.toString(sequence));
  }

  /** Since when an administrator has it paused. */
  Optional<Instant> pausedSince() throws IOException {
    try {
      return read(PAUSED).map(Instant::parse);
    } catch (DateTimeParseException e) {
      return Optional.of(Files.getLastModifiedTime(folder.resolve(PAUSED)).toInstant());
    }
  }

  void paused(Optional<Instant> since) throws IOException {
    replace(PAUSED, since.map(Instant::toString));
  }

  /** The backfill that is under way. */
  Optional<Backfill> backfill() throws IOException {
    return read(BACKFILL).map(Backfill::parse);
  }

  void backfill(Optional<Backfill> backfill) throws IOException {
    replace(BACKFILL, backfill.map(Backfill::text));
  }

  /** Forgets all but events that were set aside. */
  void forget() throws IOException {
    for (String name : List.of(START, PAUSED, BACKFILL)) {
      Files.deleteIfExists(folder.resolve(name));
    }
    Path setAside = folder.resolve(SetAsideEvents.FILE);
    if (Files.exists(setAside) && Files.size(setAside) == 0) {
      Files.delete(setAside);
    }
    if (!Files.exists(setAside)) {
      Files.deleteIfExists(folder);
    }
  }

  private Optional<String> read(String name) throws IOException {
    try {
      return Optional.of(Files.readString(folder.resolve(name), US_ASCII).strip());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private void replace(String name, Optional<String> text) throws IOException {
    if (text.isPresent()) {
      write(name, text.get());
    } else if (Files.deleteIfExists(folder.resolve(name))) {
      sync(folder);
    }
  }

  private void write(String name, String text) throws IOException {
    Path fresh = folder.resolve('~' + name);
    Files.writeString(
        fresh,
        text + '\n',
        US_ASCII,
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE,
        StandardOpenOption.SYNC);
    Files.move(fresh, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    sync(folder);
  }

  /** Makes the names in a folder durable. */
  static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
