package io.postern.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * One gateway per data folder: two would write the same spool. The lock goes with the process,
 * however it ends.
 */
final class DataLock implements AutoCloseable {

  private final FileChannel channel;

  private DataLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * @throws NotStarted when another process has it
   */
  static DataLock take(Path root) throws IOException {
    FileChannel channel =
        FileChannel.open(
            root.resolve("gateway.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    @Nullable FileLock lock = channel.tryLock();
    if (lock == null) {
      channel.close();
      throw NotStarted.failed(
          "another gateway is running on the data folder " + root + "; not started");
    }
    return new DataLock(channel);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // The process ends now and takes the lock with it.
    }
  }
}
