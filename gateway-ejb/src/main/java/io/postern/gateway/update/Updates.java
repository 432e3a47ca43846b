package io.postern.gateway.update;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** Entry point: the updates of the image. Thread-safe. */
public final class Updates {

  private static final int BLOCK = 256 << 10;

  private final Path folder;
  private final ReentrantLock receiving = new ReentrantLock();

  /**
   * @param folder which the image makes, and no other installation has
   */
  public Updates(Path folder) {
    this.folder = folder;
  }

  /** Whether there are slots. */
  public boolean isImage() {
    return Files.isDirectory(folder);
  }

  /**
   * @throws NotAnImage when there are no slots
   */
  public UpdateSituation situation() {
    requireImage();
    return UpdateSituation.of(values(), Files.exists(upload()));
  }

  private Map<String, String> values() {
    Map<String, String> values = new HashMap<>();
    try {
      for (String line : Files.readAllLines(folder.resolve("status"))) {
        int equals = line.indexOf('=');
        if (equals > 0) {
          values.put(line.substring(0, equals), line.substring(equals + 1));
        }
      }
      return values;
    } catch (NoSuchFileException e) {
      return Map.of();
    } catch (IOException e) {
      return Map.of("last.reason", "the status of updates cannot be read");
    }
  }

  /**
   * Keeps an archive for root, who begins with it as soon as it is whole.
   *
   * @param archive read to its end or to the limit, not closed
   * @param request lines {@code key=value} for root
   * @return its octets
   * @throws NotAnImage when there are no slots
   * @throws UploadRefused when it was not kept; nothing is left of it
   */
  public long keep(InputStream archive, long limit, Map<String, String> request) {
    requireImage();
    if (!receiving.tryLock()) {
      throw new UploadRefused(UploadRefused.Kind.BUSY, "another update is being uploaded");
    }
    Path part = folder.resolve("upload.part");
    try {
      if (situation().isBusy()) {
        throw new UploadRefused(
            UploadRefused.Kind.BUSY, "an update is being applied; wait for its end");
      }
      long size = write(part, archive, limit);
      List<String> lines =
          request.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).sorted().toList();
      Files.write(folder.resolve("upload.request"), lines);
      Files.move(part, upload(), StandardCopyOption.ATOMIC_MOVE);
      syncFolder();
      return size;
    } catch (IOException e) {
      throw new UploadRefused(
          UploadRefused.Kind.NOT_KEPT, "the upload cannot be kept (" + e.getMessage() + ")");
    } finally {
      deleteQuietly(part);
      receiving.unlock();
    }
  }

  private static long write(Path part, InputStream archive, long limit) throws IOException {
    long size = 0;
    byte[] block = new byte[BLOCK];
    try (FileChannel channel = FileChannel.open(part, CREATE, TRUNCATE_EXISTING, WRITE)) {
      for (int n = archive.read(block); n >= 0; n = archive.read(block)) {
        size += n;
        if (size > limit) {
          throw new UploadRefused(
              UploadRefused.Kind.TOO_LARGE, "the update has more than " + limit + " octets");
        }
        ByteBuffer octets = ByteBuffer.wrap(block, 0, n);
        while (octets.hasRemaining()) {
          channel.write(octets);
        }
      }
      channel.force(true);
    }
    if (size == 0) {
      throw new UploadRefused(
          UploadRefused.Kind.EMPTY, "the body is empty; it should be the update");
    }
    return size;
  }

  private void syncFolder() throws IOException {
    try (FileChannel channel = FileChannel.open(folder, READ)) {
      channel.force(true);
    }
  }

  private static void deleteQuietly(Path part) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      // The next upload begins by emptying it.
    }
  }

  private Path upload() {
    return folder.resolve("upload.update");
  }

  private void requireImage() {
    if (!isImage()) {
      throw new NotAnImage();
    }
  }
}
