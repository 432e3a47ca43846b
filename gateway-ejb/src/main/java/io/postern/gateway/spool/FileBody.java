package io.postern.gateway.spool;

import io.postern.gateway.spool.files.SpoolFile;
import io.postern.gateway.spool.files.SpoolFiles;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32C;

/**
 * A large body. The file stays open while a version of the content is; so it can be read even when
 * its name is gone already.
 */
final class FileBody implements Body {

  /** What happens to the file's name when the last version is closed. */
  enum Name {
    /** It was only ours. */
    DELETED,
    /** It belongs to a spooled message. */
    LEFT
  }

  private static final System.Logger LOG = System.getLogger("io.postern.gateway.spool");
  private static final int CHUNK = 64 << 10;

  private final SpoolFiles files;
  private final SpoolFile file;
  private final Path path;
  private final Name name;
  private final long size;
  private final int crc;
  private final AtomicInteger versions = new AtomicInteger(1);

  FileBody(SpoolFiles files, SpoolFile file, Path path, Name name, long size, int crc) {
    this.files = files;
    this.file = file;
    this.path = path;
    this.name = name;
    this.size = size;
    this.crc = crc;
  }

  Path path() {
    return path;
  }

  /** CRC32C of the octets, as they were written. */
  int crc() {
    return crc;
  }

  /** Whether the file holds what was written: neither more nor less nor other octets. */
  boolean isWhole() throws IOException {
    if (file.size() != size) {
      return false;
    }
    CRC32C sum = new CRC32C();
    forEachChunk(sum::update);
    return (int) sum.getValue() == crc;
  }

  void force() throws IOException {
    file.force();
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public InputStream open(long offset) {
    return new BufferedInputStream(new Octets(offset), CHUNK / 4);
  }

  @Override
  public void writeTo(WritableByteChannel channel) throws IOException {
    forEachChunk(
        chunk -> {
          while (chunk.hasRemaining()) {
            channel.write(chunk);
          }
        });
  }

  @FunctionalInterface
  private interface Chunks {
    void take(ByteBuffer chunk) throws IOException;
  }

  private void forEachChunk(Chunks chunks) throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK, size));
    for (long at = 0; at < size; ) {
      chunk.clear().limit((int) Math.min(chunk.capacity(), size - at));
      if (file.read(chunk, at) < 0) {
        throw new EOFException("a body file has " + at + " octets instead of " + size);
      }
      chunk.flip();
      at += chunk.remaining();
      chunks.take(chunk);
    }
  }

  @Override
  public void retain() {
    versions.incrementAndGet();
  }

  @Override
  public void release() {
    if (versions.decrementAndGet() > 0) {
      return;
    }
    try {
      file.close();
      if (name == Name.DELETED) {
        files.delete(path);
      }
    } catch (IOException e) {
      LOG.log(
          Level.WARNING,
          "spool: cannot delete {0} ({1}); it goes at the next start",
          path.getFileName(),
          e.getMessage());
    }
  }

  private final class Octets extends InputStream {
    private long at;

    Octets(long at) {
      this.at = at;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, into.length);
      if (length == 0) {
        return 0;
      }
      int most = (int) Math.min(length, size - at);
      if (most <= 0) {
        return -1;
      }
      int count = file.read(ByteBuffer.wrap(into, offset, most), at);
      if (count < 0) {
        throw new EOFException("a body file has " + at + " octets instead of " + size);
      }
      at += count;
      return count;
    }

    @Override
    public int available() {
      return (int) Math.min(Integer.MAX_VALUE, Math.max(0, size - at));
    }
  }
}
