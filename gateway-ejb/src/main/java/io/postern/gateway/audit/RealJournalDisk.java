package io.postern.gateway.audit;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file system itself. */
final class RealJournalDisk implements JournalDisk {

  @Override
  public Appender create(Path file) throws IOException {
    return new ChannelAppender(FileChannel.open(file, CREATE_NEW, WRITE, APPEND));
  }

  @Override
  public Appender open(Path file) throws IOException {
    return new ChannelAppender(FileChannel.open(file, WRITE, APPEND));
  }

  @Override
  public void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
  }

  @Override
  public void syncFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, READ)) {
      channel.force(true);
    }
  }

  /** By a stream, because a channel would be closed by an interrupt of the calling thread. */
  @Override
  public void replace(Path file, byte[] content) throws IOException {
    Path folder = file.resolveSibling("");
    Path fresh = folder.resolve("~" + file.getFileName());
    try (FileOutputStream out = new FileOutputStream(fresh.toFile())) {
      out.write(content);
      out.getFD().sync();
    }
    Files.move(fresh, file, ATOMIC_MOVE);
    syncFolder(folder);
  }

  private record ChannelAppender(FileChannel channel) implements Appender {

    @Override
    public void write(ByteBuffer octets) throws IOException {
      while (octets.hasRemaining()) {
        channel.write(octets);
      }
    }

    @Override
    public void sync() throws IOException {
      channel.force(false);
    }

    @Override
    public void cut(long length) throws IOException {
      channel.truncate(length);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
