package io.postern.gateway.spool;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** The octets behind a head, shared by the versions of a content. */
sealed interface Body permits Body.InMemory, FileBody {

  long size();

  InputStream open(long offset);

  void writeTo(WritableByteChannel channel) throws IOException;

  /** One version more shares it. */
  void retain();

  /** One version less. */
  void release();

  /** A small body: a part of an array, not to be changed. */
  final class InMemory implements Body {
    private final byte[] octets;
    private final int offset;
    private final int length;

    InMemory(byte[] octets, int offset, int length) {
      this.octets = octets;
      this.offset = offset;
      this.length = length;
    }

    byte[] octets() {
      return octets;
    }

    int offset() {
      return offset;
    }

    int length() {
      return length;
    }

    @Override
    public long size() {
      return length;
    }

    @Override
    public InputStream open(long from) {
      int skipped = (int) Math.min(from, length);
      return new ByteArrayInputStream(octets, offset + skipped, length - skipped);
    }

    @Override
    public void writeTo(WritableByteChannel channel) throws IOException {
      ByteBuffer rest = ByteBuffer.wrap(octets, offset, length);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
    }

    @Override
    public void retain() {
      // The garbage collector counts.
    }

    @Override
    public void release() {
      // The garbage collector counts.
    }
  }
}
