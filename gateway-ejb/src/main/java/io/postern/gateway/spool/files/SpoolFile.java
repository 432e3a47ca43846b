package io.postern.gateway.spool.files;

import java.io.IOException;
import java.nio.ByteBuffer;

/** An open file of the spool. */
public interface SpoolFile extends AutoCloseable {

  /** Reads up to what fits, from a position on; -1 at the end of the file. */
  int read(ByteBuffer into, long position) throws IOException;

  /** Writes everything that remains in the buffer. */
  void write(ByteBuffer from, long position) throws IOException;

  /** Returns when what was written is on disk. */
  void force() throws IOException;

  long size() throws IOException;

  @Override
  void close() throws IOException;
}
