package io.postern.gateway.export.file;

import io.postern.gateway.export.file.FilePosition.OpenFile;
import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The files of one stream: one that is written, {@code NAME.SUFFIX}, and those before it, {@code
 * NAME.DAY-FIRST.SUFFIX}. Beside them {@code .NAME.position} and {@code .NAME.lock}, which is held
 * while this is open: two writers would cut off each other's lines.
 *
 * <p>Lines are written and synced, then the position is replaced and synced. What is behind the
 * length that the position has was not done, and is cut off when the files are opened. A file is
 * closed by syncing the position, renaming it, and syncing a position without an open file; before
 * one is created its name stands in the position with the length 0. So an end at any point leaves
 * neither gap nor double. Used by one thread; after an exception it can only be closed.
 */
final class RotatedFiles implements Closeable {

  private static final Logger LOG = System.getLogger(RotatedFiles.class.getPackageName());
  private static final Set<PosixFilePermission> READABLE_BY_GROUP =
      PosixFilePermissions.fromString("rw-r-----");

  /** Octets written at once, about. */
  private static final int CHUNK = 1 << 18;

  private final Path folder;
  private final String name;
  private final Layout layout;
  private final Rotation rotation;
  private final ClosedFiles closed;
  private final WriterLock lock;
  private FilePosition position;
  private @Nullable FileChannel out;

  /**
   * What files of a format have in common.
   *
   * @param suffix behind the last dot of their names
   * @param signature one word; lines of another are never in one file
   * @param header octets at the begin of each
   */
  record Layout(String suffix, String signature, byte[] header) {}

  /** The line or lines of an event; perhaps none. */
  record Written(long sequence, LocalDate day, byte[] octets) {}

  private RotatedFiles(Path folder, String name, Layout layout, Rotation rotation, WriterLock lock)
      throws IOException {
    this.folder = folder;
    this.name = name;
    this.layout = layout;
    this.rotation = rotation;
    this.lock = lock;
    closed = new ClosedFiles(folder, name, rotation);
    position = FilePosition.read(positionFile());
  }

  /**
   * Opens the files, as they were when the position was written last.
   *
   * @param folder made when it is not there
   * @throws IOException also when another one has them open, or a file is there that is not theirs
   */
  static RotatedFiles open(Path folder, String name, Layout layout, Rotation rotation)
      throws IOException {
    Files.createDirectories(folder);
    WriterLock lock = WriterLock.of(folder.resolve("." + name + ".lock"));
    try {
      RotatedFiles files = new RotatedFiles(folder, name, layout, rotation, lock);
      try {
        files.recover();
      } catch (IOException e) {
        files.close();
        throw e;
      }
      return files;
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private void recover() throws IOException {
    if (position.open().isPresent()) {
      OpenFile open = position.open().get();
      Path file = folder.resolve(open.name());
      if (Files.exists(file)) {
        cut(file, open);
      } else {
        // Renamed by a rotation that did not end, or taken away by somebody.
        move(position.sequence(), Optional.empty());
      }
    }
    if (position.open().isEmpty()) {
      refuseForeign(layoutName());
    } else if (!position.open().get().signature().equals(layout.signature())) {
      rotate();
    }
    closed.removeOld();
  }

  private void cut(Path file, OpenFile open) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
    out = channel;
    long size = channel.size();
    if (size > open.length()) {
      channel.truncate(open.length());
      channel.force(true);
    } else if (size < open.length()) {
      LOG.log(
          Level.WARNING,
          "export: {0} has {1} octets and not {2}: somebody has shortened it; going on at its end",
          file,
          size,
          open.length());
      position = new FilePosition(position.sequence(), Optional.of(open.withLength(size)));
    }
    channel.position(channel.size());
  }

  private void refuseForeign(String present) throws IOException {
    if (Files.exists(folder.resolve(present))) {
      throw new FileAlreadyExistsException(
          folder.resolve(present).toString(),
          null,
          "is not a file of this target, or its position is lost; move it away");
    }
  }

  /** Number of the last event that is done. */
  OptionalLong position() {
    return position.sequence();
  }

  /**
   * Adds events. Durable when this returns; when it fails a part of them may be done, and the files
   * know which when they are opened again.
   *
   * @param sequence number that is done then
   */
  void append(List<Written> events, long sequence) throws IOException {
    notice();
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    long before = position.sequence().orElse(0);
    for (Written event : events) {
      if (event.octets().length > 0) {
        if (isFull(event, chunk.position())) {
          flush(chunk);
          commit(before);
          rotate();
        }
        if (position.open().isEmpty()) {
          create(event);
        }
        add(event.octets(), chunk);
      }
      before = event.sequence();
    }
    flush(chunk);
    commit(sequence);
  }

  /** A file that was moved or shortened by somebody else is seen before lines go into it. */
  private void notice() throws IOException {
    if (position.open().isEmpty()) {
      return;
    }
    OpenFile open = position.open().get();
    try {
      long size = Files.size(folder.resolve(open.name()));
      if (size != open.length()) {
        throw new IOException(
            "%s has %d octets and not %d: somebody else has changed it"
                .formatted(folder.resolve(open.name()), size, open.length()));
      }
    } catch (NoSuchFileException e) {
      closeOut();
      move(position.sequence(), Optional.empty());
    }
  }

  private boolean isFull(Written event, int waiting) throws IOException {
    FileChannel channel = out;
    if (channel == null || position.open().isEmpty()) {
      return false;
    }
    long length = channel.position() + waiting;
    return length > layout.header().length
        && rotation.isDue(length, position.open().get().day(), event.octets().length, event.day());
  }

  private void add(byte[] octets, ByteBuffer chunk) throws IOException {
    if (octets.length > chunk.remaining()) {
      flush(chunk);
    }
    if (octets.length > chunk.capacity()) {
      write(ByteBuffer.wrap(octets));
    } else {
      chunk.put(octets);
    }
  }

  private void flush(ByteBuffer chunk) throws IOException {
    chunk.flip();
    write(chunk);
    chunk.clear();
  }

  private void write(ByteBuffer octets) throws IOException {
    FileChannel channel = out;
    if (channel == null) {
      return;
    }
    if (channel.position() == 0 && octets.hasRemaining()) {
      ByteBuffer header = ByteBuffer.wrap(layout.header());
      while (header.hasRemaining()) {
        channel.write(header);
      }
    }
    while (octets.hasRemaining()) {
      channel.write(octets);
    }
  }

  private void commit(long sequence) throws IOException {
    FileChannel channel = out;
    Optional<OpenFile> open = position.open();
    if (channel != null && open.isPresent() && channel.position() != open.get().length()) {
      channel.force(false);
      open = Optional.of(open.get().withLength(channel.position()));
    }
    move(OptionalLong.of(sequence), open);
  }

  private void create(Written first) throws IOException {
    String present = layoutName();
    refuseForeign(present);
    OpenFile open = new OpenFile(first.sequence(), first.day(), 0, present, layout.signature());
    move(position.sequence(), Optional.of(open));
    Path file = folder.resolve(present);
    out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    // The service's umask lets nobody else read.
    Files.setPosixFilePermissions(file, READABLE_BY_GROUP);
    FilePosition.sync(folder);
  }

  /** The open file is durable up to its length, and gets the name that it keeps. */
  private void rotate() throws IOException {
    closeOut();
    OpenFile open = position.open().orElseThrow();
    Files.move(folder.resolve(open.name()), closed.placeOf(open));
    FilePosition.sync(folder);
    move(position.sequence(), Optional.empty());
    closed.removeOld();
  }

  private void move(OptionalLong sequence, Optional<OpenFile> open) throws IOException {
    FilePosition next = new FilePosition(sequence, open);
    if (!next.equals(position)) {
      next.write(positionFile());
      position = next;
    }
  }

  private String layoutName() {
    return name + "." + layout.suffix();
  }

  private Path positionFile() {
    return folder.resolve("." + name + ".position");
  }

  private void closeOut() throws IOException {
    FileChannel channel = out;
    out = null;
    if (channel != null) {
      channel.close();
    }
  }

  @Override
  public void close() throws IOException {
    try {
      closeOut();
    } finally {
      lock.close();
    }
  }
}
