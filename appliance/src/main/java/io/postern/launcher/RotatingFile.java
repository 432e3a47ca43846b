package io.postern.launcher;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A log file bounded in size: {@code server.log} is always the newest, older ones are {@code
 * server.log.1} and so on. (The JDK's own would call the newest {@code server.log.0} and leave a
 * lock file.) Lines reach the operating system one by one, so a kill loses none. Thread-safe.
 */
final class RotatingFile {

  private final Path path;
  private final long limit;
  private final int kept;
  private final ReentrantLock turn = new ReentrantLock();
  private @Nullable OutputStream open;
  private long size;

  /**
   * @param limit octets after which a new file is begun
   * @param kept older files kept
   */
  RotatingFile(Path path, long limit, int kept) {
    this.path = path;
    this.limit = limit;
    this.kept = kept;
  }

  /** Adds a line. A full disk loses it silently: there is nowhere left to report it. */
  void add(String line) {
    byte[] octets = (line + "\n").getBytes(StandardCharsets.UTF_8);
    turn.lock();
    try {
      OutputStream out = opened(octets.length);
      out.write(octets);
      out.flush();
      size += octets.length;
    } catch (IOException e) {
      open = null;
    } finally {
      turn.unlock();
    }
  }

  private OutputStream opened(int coming) throws IOException {
    OutputStream current = open;
    if (current != null && size + coming <= limit) {
      return current;
    }
    if (current != null) {
      current.close();
    }
    size = Files.exists(path) ? Files.size(path) : 0;
    if (size > 0 && size + coming > limit) {
      shift();
      size = 0;
    }
    OutputStream next =
        new BufferedOutputStream(
            Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    open = next;
    return next;
  }

  private void shift() throws IOException {
    for (int i = kept; i > 0; i--) {
      Path from = i == 1 ? path : numbered(i - 1);
      if (Files.exists(from)) {
        Files.move(from, numbered(i), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private Path numbered(int i) {
    return path.resolveSibling(path.getFileName() + "." + i);
  }
}
