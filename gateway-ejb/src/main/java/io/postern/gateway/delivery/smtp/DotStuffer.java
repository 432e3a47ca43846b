package io.postern.gateway.delivery.smtp;

import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.function.Consumer;

/**
 * Turns content into what follows the 354: dots stuffed, final dot (RFC 5321 section 4.5.2). On the
 * way it notes octets above 127 and bare CR or LF. Memory is the one buffer it is given.
 */
final class DotStuffer implements WritableByteChannel {

  private static final byte CR = '\r';
  private static final byte LF = '\n';
  private static final byte DOT = '.';

  private final ByteBuffer buffer;
  private final Consumer<ByteBuffer> whenFull;
  private final byte[] chunk = new byte[8 << 10];

  /** Content begins at the beginning of a line. */
  private byte last = LF;

  private boolean eightBit;
  private boolean bare;

  /**
   * @param buffer collects the output; cleared here
   * @param whenFull empties the buffer, ready to be written to again
   */
  DotStuffer(ByteBuffer buffer, Consumer<ByteBuffer> whenFull) {
    this.buffer = buffer.clear();
    this.whenFull = whenFull;
  }

  /** Takes content. */
  void write(byte[] octets, int offset, int length) {
    int end = offset + length;
    int from = offset;
    int i = offset;
    while (i < end) {
      byte octet = octets[i];
      if (last == LF && octet == DOT) {
        put(octets, from, i - from);
        put(DOT);
        from = i;
      }
      if ((octet == LF) != (last == CR)) {
        bare = true;
      }
      if (octet < 0) {
        eightBit = true;
      }
      last = octet;
      i++;
      if (octet > CR) {
        // Most octets are ordinary text, and nothing is to be done about a run of them.
        while (i < end && octets[i] > CR) {
          i++;
        }
        last = octets[i - 1];
      }
    }
    put(octets, from, end - from);
  }

  @Override
  public int write(ByteBuffer source) {
    int length = source.remaining();
    if (source.hasArray()) {
      write(source.array(), source.arrayOffset() + source.position(), length);
      source.position(source.limit());
    } else {
      while (source.hasRemaining()) {
        int part = Math.min(chunk.length, source.remaining());
        source.get(chunk, 0, part);
        write(chunk, 0, part);
      }
    }
    return length;
  }

  /** Ends the content: its last line, when it lacks CRLF, and the final dot. */
  void finish() {
    if (last == CR) {
      bare = true;
    }
    if (last != LF) {
      put(CR);
      put(LF);
    }
    put(DOT);
    put(CR);
    put(LF);
  }

  /** Whether an octet above 127 was seen. */
  boolean eightBit() {
    return eightBit;
  }

  /** Whether a CR or LF was seen outside of CRLF (RFC 5321 section 2.3.8). */
  boolean bare() {
    return bare;
  }

  private void put(byte octet) {
    if (!buffer.hasRemaining()) {
      whenFull.accept(buffer);
    }
    buffer.put(octet);
  }

  private void put(byte[] octets, int from, int length) {
    int offset = from;
    int rest = length;
    while (rest > 0) {
      if (!buffer.hasRemaining()) {
        whenFull.accept(buffer);
      }
      int part = Math.min(rest, buffer.remaining());
      buffer.put(octets, offset, part);
      offset += part;
      rest -= part;
    }
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void close() {
    // Nothing to release; the end of content is said by finish.
  }
}
