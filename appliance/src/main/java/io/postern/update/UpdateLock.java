package io.postern.update;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;

/** Keeps two commands from changing the slots at once; given back by the end of the process. */
final class UpdateLock implements AutoCloseable {

  private final FileChannel channel;

  private UpdateLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * @throws UpdateFailed when another command has it
   */
  static UpdateLock take(Path file) {
    try {
      FileChannel channel = FileChannel.open(file, CREATE, WRITE);
      boolean taken = false;
      try {
        taken = channel.tryLock() != null;
      } catch (OverlappingFileLockException e) {
        taken = false; // by a thread of this process
      } finally {
        if (!taken) {
          channel.close();
        }
      }
      if (!taken) {
        throw UpdateFailed.because(
            "another update command is at work; wait for its end; postern update status shows it");
      }
      return new UpdateLock(channel);
    } catch (IOException e) {
      throw unusable(file, e);
    }
  }

  /** Waits for its turn. */
  static UpdateLock await(Path file) {
    try {
      FileChannel channel = FileChannel.open(file, CREATE, WRITE);
      channel.lock();
      return new UpdateLock(channel);
    } catch (IOException e) {
      throw unusable(file, e);
    }
  }

  private static UpdateFailed unusable(Path file, IOException e) {
    return UpdateFailed.because("cannot lock " + file + "; this needs root", e);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
