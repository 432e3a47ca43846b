package io.postern.gateway.export.file;

import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Held by the one who writes the files of a stream, in this process or another.
 *
 * @param channel closing it gives up the lock
 */
record WriterLock(FileChannel channel) implements Closeable {

  private static final Logger LOG = System.getLogger(WriterLock.class.getPackageName());

  /**
   * @throws IOException also when another one holds it
   */
  static WriterLock of(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean held = false;
    try {
      FileLock lock = channel.tryLock();
      held = lock != null;
    } catch (OverlappingFileLockException e) {
      LOG.log(Level.DEBUG, "export: this process has the lock already", e);
    } finally {
      if (!held) {
        channel.close();
      }
    }
    if (!held) {
      throw new IOException("%s is locked: another one writes these files".formatted(file));
    }
    return new WriterLock(channel);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
