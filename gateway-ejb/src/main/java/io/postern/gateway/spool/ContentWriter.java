package io.postern.gateway.spool;

import java.io.IOException;

/**
 * Takes content as it arrives; keeps it in memory up to a threshold and in a file of the spool
 * beyond. Finds the end of the header section by itself. Not thread-safe.
 */
public interface ContentWriter extends AutoCloseable {

  /**
   * Takes octets on.
   *
   * @throws IOException when the file cannot be written; the writer is then only to be closed
   */
  void write(byte[] octets, int offset, int length) throws IOException;

  /** Octets so far. */
  long size();

  /** Octets of the header section so far; grows until the empty line is seen. */
  int headSize();

  /** The complete content. The writer is then done; closing it has no further effect. */
  Content finish() throws IOException;

  /** Drops what was written, unless finished. */
  @Override
  void close();
}
