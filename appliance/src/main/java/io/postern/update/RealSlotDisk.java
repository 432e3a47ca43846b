package io.postern.update;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The machine's own. */
final class RealSlotDisk implements SlotDisk {

  /** The kernel would take a whole update into memory, and the progress would count that. */
  private static final long SYNC_EVERY = 64L << 20;

  @Override
  public void delete(Path file) throws IOException {
    if (Files.deleteIfExists(file)) {
      syncFolder(file);
    }
  }

  @Override
  public void overwrite(Path file, byte[] octets) throws IOException {
    try (FileChannel channel = FileChannel.open(file, WRITE, LinkOption.NOFOLLOW_LINKS)) {
      if (channel.size() != octets.length) {
        throw new IOException(file + " has another size than before");
      }
      writeFully(channel, ByteBuffer.wrap(octets));
      channel.force(true);
    }
  }

  @Override
  public Output create(Path file) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.createDirectories(fresh.getParent());
    Files.deleteIfExists(fresh);
    FileChannel channel = FileChannel.open(fresh, CREATE_NEW, WRITE);
    return new ChannelOutput(channel) {
      @Override
      public void finish() throws IOException {
        super.finish();
        close();
        Files.move(
            fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        syncFolder(file);
      }
    };
  }

  @Override
  public Output open(Path device) throws IOException {
    return new ChannelOutput(FileChannel.open(device, WRITE));
  }

  private static void syncFolder(Path file) throws IOException {
    try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent(), READ)) {
      folder.force(true);
    }
  }

  private static void writeFully(FileChannel channel, ByteBuffer octets) throws IOException {
    while (octets.hasRemaining()) {
      channel.write(octets);
    }
  }

  private static class ChannelOutput implements Output {

    private final FileChannel channel;
    private long unsynced;

    ChannelOutput(FileChannel channel) {
      this.channel = channel;
    }

    @Override
    public void write(byte[] octets, int length) throws IOException {
      writeFully(channel, ByteBuffer.wrap(octets, 0, length));
      unsynced += length;
      if (unsynced >= SYNC_EVERY) {
        channel.force(false);
        unsynced = 0;
      }
    }

    @Override
    public void finish() throws IOException {
      channel.force(true);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
