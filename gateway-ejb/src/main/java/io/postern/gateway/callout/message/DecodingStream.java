package io.postern.gateway.callout.message;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Turns encoded octets into plain ones, a buffer at a time. Buffers belong to the stream alone, as
 * a callout that was given up may still read while others go on.
 */
abstract class DecodingStream extends InputStream {

  private final InputStream encoded;
  private final byte[] source = new byte[8 << 10];
  private byte[] plain = new byte[8 << 10];
  private int start;
  private int end;
  private boolean finished;
  private boolean damaged;

  DecodingStream(InputStream encoded) {
    this.encoded = encoded;
  }

  /** Takes the next octet, 0 to 255. */
  abstract void decode(int octet) throws IOException;

  /** Takes the end. */
  abstract void finish() throws IOException;

  /** Notes that readers may differ in what they make of these octets. */
  final void noteDamage() {
    damaged = true;
  }

  /** Whether what was read so far was damaged. */
  final boolean isDamaged() {
    return damaged;
  }

  final void put(int octet) {
    if (end == plain.length) {
      plain = Arrays.copyOf(plain, plain.length * 2);
    }
    plain[end++] = (byte) octet;
  }

  /** How many plain octets wait to be read. */
  final int count() {
    return end - start;
  }

  @Override
  public final int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public final int read(byte[] octets, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (start == end) {
      if (finished) {
        return -1;
      }
      fill();
    }
    int n = Math.min(length, end - start);
    System.arraycopy(plain, start, octets, offset, n);
    start += n;
    return n;
  }

  private void fill() throws IOException {
    start = 0;
    end = 0;
    int n = encoded.read(source, 0, source.length);
    if (n < 0) {
      finished = true;
      finish();
      return;
    }
    for (int i = 0; i < n; i++) {
      decode(source[i] & 0xff);
    }
  }

  @Override
  public final void close() throws IOException {
    encoded.close();
  }
}
