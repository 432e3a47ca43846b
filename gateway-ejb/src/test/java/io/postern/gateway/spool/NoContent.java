package io.postern.gateway.spool;

import java.io.InputStream;
import java.nio.channels.WritableByteChannel;

/** A content of nothing, where only the envelope matters. */
final class NoContent implements Content {

  @Override
  public byte[] head() {
    return new byte[0];
  }

  @Override
  public long bodySize() {
    return 0;
  }

  @Override
  public Content withHead(byte[] head) {
    throw new UnsupportedOperationException();
  }

  @Override
  public InputStream openBody(long offset) {
    return InputStream.nullInputStream();
  }

  @Override
  public void writeBodyTo(WritableByteChannel channel) {
    // There is none.
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}
