package io.postern.gateway.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** What the journal asks of the file system when it writes; tests make each of it fail. */
interface JournalDisk {

  /** A file that grows. Closing never syncs. */
  interface Appender extends AutoCloseable {

    /** Writes all of it at the end. */
    void write(ByteBuffer octets) throws IOException;

    /** Returns when what was written is on disk. */
    void sync() throws IOException;

    /** Cuts the file. */
    void cut(long length) throws IOException;

    @Override
    void close() throws IOException;
  }

  /**
   * A new file.
   *
   * @throws java.nio.file.FileAlreadyExistsException when it is there
   */
  Appender create(Path file) throws IOException;

  /** An existing file, to be continued at its end. */
  Appender open(Path file) throws IOException;

  void delete(Path file) throws IOException;

  /** Makes creations and removals in a folder durable. */
  void syncFolder(Path folder) throws IOException;

  /** Puts new content in a file's place, durably: after a crash the old or the new is there. */
  void replace(Path file, byte[] content) throws IOException;
}
