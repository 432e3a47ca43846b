package io.postern.gateway.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Gathers in memory; beyond the threshold the body goes on in a file. */
final class SpillingWriter implements ContentWriter {

  private static final int FIRST_ROOM = 8 << 10;

  private final Bodies bodies;
  private final int threshold;
  private final HeadEnd headEnd = new HeadEnd();
  private final CRC32C crc = new CRC32C();

  /** Head and body until the body spills, then the head and what waits to be written. */
  private byte[] held = new byte[FIRST_ROOM];

  private int heldLength;
  private int headSize;
  private long size;
  private long spilled;
  private Bodies.@Nullable Spill spill;
  private boolean done;

  SpillingWriter(Bodies bodies, int threshold) {
    this.bodies = bodies;
    this.threshold = threshold;
  }

  @Override
  public void write(byte[] octets, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, octets.length);
    if (done) {
      throw new IllegalStateException("the content is complete");
    }
    if (!headEnd.isFound()) {
      headSize += headEnd.scan(octets, offset, length);
    }
    hold(octets, offset, length);
    size += length;
    if (size > threshold && heldLength - headSize >= (spill == null ? 1 : threshold)) {
      spill();
    }
  }

  private void hold(byte[] octets, int offset, int length) {
    if (held.length - heldLength < length) {
      int room = Math.max(Math.addExact(heldLength, length), Math.multiplyExact(heldLength, 2));
      held = Arrays.copyOf(held, room);
    }
    System.arraycopy(octets, offset, held, heldLength, length);
    heldLength += length;
  }

  private void spill() throws IOException {
    Bodies.Spill to = spill;
    if (to == null) {
      to = bodies.spill();
      spill = to;
    }
    int length = heldLength - headSize;
    to.file().write(ByteBuffer.wrap(held, headSize, length), spilled);
    crc.update(held, headSize, length);
    spilled += length;
    heldLength = headSize;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public int headSize() {
    return headSize;
  }

  @Override
  public Content finish() throws IOException {
    if (done) {
      throw new IllegalStateException("the content is complete");
    }
    if (spill != null && heldLength > headSize) {
      spill();
    }
    byte[] head = Arrays.copyOf(held, headSize);
    Bodies.Spill to = spill;
    Body body =
        to == null
            ? new Body.InMemory(held, headSize, heldLength - headSize)
            : bodies.body(to, spilled, (int) crc.getValue());
    done = true;
    return new HeldContent(head, body);
  }

  @Override
  public void close() {
    if (!done) {
      done = true;
      Bodies.Spill to = spill;
      if (to != null) {
        bodies.body(to, spilled, 0).release();
      }
    }
  }
}
