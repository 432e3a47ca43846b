package io.postern.gateway.spool;

import io.postern.gateway.spool.files.SpoolFile;
import io.postern.gateway.spool.files.SpoolFiles;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;

/** Bodies that have files of their own. Thread-safe. */
final class Bodies {

  private static final System.Logger LOG = System.getLogger("io.postern.gateway.spool");

  /** A file of a content that nobody accepted yet. */
  record Spill(SpoolFile file, Path path) {}

  private final SpoolFiles files;
  private final SpoolFolder folder;
  private final SpoolDisk disk;
  private final AtomicLong spills = new AtomicLong();

  Bodies(SpoolFiles files, SpoolFolder folder, SpoolDisk disk) {
    this.files = files;
    this.folder = folder;
    this.disk = disk;
  }

  Spill spill() throws IOException {
    if (disk.isLow()) {
      throw new IOException(disk.low().getMessage());
    }
    Path path = folder.incoming(spills.incrementAndGet());
    return new Spill(files.create(path), path);
  }

  FileBody body(Spill spill, long size, int crc) {
    return new FileBody(files, spill.file(), spill.path(), FileBody.Name.DELETED, size, crc);
  }

  /** Opens the body file of a spooled message. */
  FileBody open(long id, long size, int crc) throws IOException {
    Path path = folder.content(id);
    return new FileBody(files, files.openToRead(path), path, FileBody.Name.LEFT, size, crc);
  }

  /** Brings a body to where the message's file must be, and to disk. */
  void place(long id, FileBody body) throws IOException {
    Path place = folder.content(id);
    body.force();
    boolean placed = false;
    try {
      try {
        files.link(body.path(), place);
      } catch (IOException e) {
        // Some file systems have no second names, and the first one may be deleted by now.
        write(place, body);
      }
      files.syncFolder(folder.contents());
      placed = true;
    } finally {
      if (!placed) {
        remove(id);
      }
    }
  }

  /** Writes a body to the message's file; answers the CRC32C of its octets. */
  int place(long id, Content content) throws IOException {
    boolean placed = false;
    try {
      int crc = write(folder.content(id), content::writeBodyTo);
      files.syncFolder(folder.contents());
      placed = true;
      return crc;
    } finally {
      if (!placed) {
        remove(id);
      }
    }
  }

  private void write(Path place, FileBody body) throws IOException {
    write(place, body::writeTo);
  }

  @FunctionalInterface
  private interface Octets {
    void writeTo(WritableByteChannel channel) throws IOException;
  }

  private int write(Path place, Octets octets) throws IOException {
    files.delete(place);
    try (SpoolFile file = files.create(place)) {
      FileEnd end = new FileEnd(file);
      octets.writeTo(end);
      file.force();
      return end.crc();
    }
  }

  /** Deletes the file of a message that was not accepted or is finished. */
  void remove(long id) {
    try {
      files.delete(folder.content(id));
    } catch (IOException e) {
      LOG.log(
          Level.WARNING,
          "spool: cannot delete the body of {0} ({1}); it goes at the next start",
          new SpoolId(id),
          e.getMessage());
    }
  }

  /** Writes to a file's end and sums up. */
  private static final class FileEnd implements WritableByteChannel {
    private final SpoolFile file;
    private final CRC32C crc = new CRC32C();
    private long written;

    FileEnd(SpoolFile file) {
      this.file = file;
    }

    int crc() {
      return (int) crc.getValue();
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
      int length = from.remaining();
      crc.update(from.duplicate());
      file.write(from, written);
      written += length;
      return length;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {
      // The file is closed by who opened it.
    }
  }
}
