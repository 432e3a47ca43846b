package io.postern.gateway.spool.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The file system. */
public final class DiskFiles implements SpoolFiles {

  private record OnDisk(FileChannel channel) implements SpoolFile {

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
      return channel.read(into, position);
    }

    @Override
    public void write(ByteBuffer from, long position) throws IOException {
      long at = position;
      while (from.hasRemaining()) {
        at += channel.write(from, at);
      }
    }

    @Override
    public void force() throws IOException {
      // Data and what is needed to read it; the time stamps are of no use to us.
      channel.force(false);
    }

    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  private static SpoolFile opened(Path path, OpenOption... options) throws IOException {
    return new OnDisk(FileChannel.open(path, options));
  }

  @Override
  public SpoolFile create(Path path) throws IOException {
    return opened(
        path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  @Override
  public SpoolFile open(Path path) throws IOException {
    return opened(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  @Override
  public SpoolFile openToRead(Path path) throws IOException {
    return opened(path, StandardOpenOption.READ);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void link(Path existing, Path name) throws IOException {
    try {
      Files.createLink(name, existing);
    } catch (UnsupportedOperationException e) {
      throw new IOException("this file system has no hard links", e);
    }
  }

  @Override
  public void delete(Path path) throws IOException {
    Files.deleteIfExists(path);
  }

  @Override
  public void syncFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public void createFolders(Path folder) throws IOException {
    Files.createDirectories(folder);
  }

  @Override
  public Map<String, Long> list(Path folder) throws IOException {
    Map<String, Long> found = new HashMap<>();
    try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder)) {
      for (Path path : paths) {
        if (Files.isRegularFile(path)) {
          found.put(path.getFileName().toString(), Files.size(path));
        }
      }
    }
    return found;
  }

  @Override
  public Set<String> listOthers(Path folder) throws IOException {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths
          .filter(path -> !Files.isRegularFile(path))
          .map(path -> path.getFileName().toString())
          .collect(Collectors.toSet());
    }
  }

  @Override
  public long usable(Path folder) throws IOException {
    // One system call; a FileStore would read the table of mounts each time.
    return folder.toFile().getUsableSpace();
  }

  @Override
  public FolderLock lock(Path path) throws IOException {
    FileChannel channel =
        FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean locked = false;
    try {
      if (channel.tryLock() == null) {
        throw new IOException("another process uses the folder");
      }
      locked = true;
      return new Locked(channel, path, fileKey(path));
    } catch (OverlappingFileLockException e) {
      throw new IOException("this process uses the folder already", e);
    } finally {
      if (!locked) {
        channel.close();
      }
    }
  }

  private static @Nullable Object fileKey(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
  }

  /**
   * @param key of the file that was locked; null where files have none
   */
  private record Locked(FileChannel channel, Path path, @Nullable Object key)
      implements FolderLock {

    @Override
    public boolean isHeld() throws IOException {
      try {
        return channel.isOpen() && Objects.equals(key, fileKey(path));
      } catch (NoSuchFileException e) {
        return false;
      }
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
