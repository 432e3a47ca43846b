package io.postern.gateway.audit;

import io.postern.fixtures.DiskFaults;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/**
 * The real disk, some of whose operations fail, and whose power can be cut: then what was not
 * synced is gone, in part, or full of zeros.
 */
final class FaultyDisk implements JournalDisk {

  private final JournalDisk real = new RealJournalDisk();
  private final Map<Path, Long> synced = new HashMap<>();

  /** Which operations fail: {@code write}, {@code sync}, {@code create} ... */
  final DiskFaults faults = new DiskFaults();

  private volatile boolean off;

  private void operate(String operation) throws IOException {
    boolean fails = faults.isFailing(operation);
    if (off || fails) {
      throw new IOException("injected: " + operation);
    }
  }

  /** Like kill -9: nothing is written any more, what was written stays. */
  synchronized void kill() {
    off = true;
  }

  /** Like a power cut: of what was not synced any part may be there. */
  synchronized void cutPower(Random random) throws IOException {
    off = true;
    for (Map.Entry<Path, Long> file : synced.entrySet()) {
      if (!Files.exists(file.getKey())) {
        continue;
      }
      long size = Files.size(file.getKey());
      long unsynced = size - file.getValue();
      if (unsynced > 0) {
        damage(file.getKey(), file.getValue(), unsynced, random);
      }
    }
  }

  private static void damage(Path file, long from, long unsynced, Random random)
      throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      if (random.nextBoolean()) {
        channel.truncate(from + random.nextLong(unsynced + 1));
      } else {
        long at = random.nextLong(unsynced);
        int length = (int) Math.min(unsynced - at, 1 + random.nextInt(4096));
        channel.write(ByteBuffer.allocate(length), from + at);
      }
    }
  }

  private synchronized void known(Path file, long length) {
    synced.put(file, length);
  }

  @Override
  public Appender create(Path file) throws IOException {
    operate("create");
    known(file, 0);
    return new Wrapped(file, real.create(file));
  }

  @Override
  public Appender open(Path file) throws IOException {
    operate("open");
    known(file, Files.size(file));
    return new Wrapped(file, real.open(file));
  }

  @Override
  public void delete(Path file) throws IOException {
    operate("delete");
    real.delete(file);
  }

  @Override
  public void syncFolder(Path folder) throws IOException {
    operate("syncFolder");
    real.syncFolder(folder);
  }

  @Override
  public void replace(Path file, byte[] content) throws IOException {
    operate("replace");
    real.replace(file, content);
  }

  private final class Wrapped implements Appender {

    private final Path file;
    private final Appender appender;
    private boolean failed;

    Wrapped(Path file, Appender appender) {
      this.file = file;
      this.appender = appender;
    }

    @Override
    public void write(ByteBuffer octets) throws IOException {
      requireGood();
      try {
        operate("write");
      } catch (IOException e) {
        failed = true;
        if (!off) { // a disk that fills up takes a part
          octets.limit(octets.position() + octets.remaining() / 2);
          appender.write(octets);
        }
        throw e;
      }
      synchronized (FaultyDisk.this) {
        if (!off) {
          appender.write(octets);
        }
      }
    }

    @Override
    public void sync() throws IOException {
      requireGood();
      try {
        operate("sync");
      } catch (IOException e) {
        failed = true;
        throw e;
      }
      synchronized (FaultyDisk.this) {
        if (off) {
          throw new IOException("injected: power is off");
        }
        known(file, Files.size(file));
      }
    }

    @Override
    public void cut(long length) throws IOException {
      operate("cut");
      appender.cut(length);
    }

    private void requireGood() {
      if (failed) {
        throw new AssertionError("a failed file is written or synced again: " + file);
      }
    }

    @Override
    public void close() throws IOException {
      appender.close();
    }
  }
}
