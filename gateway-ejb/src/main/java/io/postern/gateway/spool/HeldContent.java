package io.postern.gateway.spool;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.atomic.AtomicBoolean;

/** A version of a content. */
final class HeldContent implements Content {

  private final byte[] head;
  private final Body body;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * @param body one version of it is counted already
   */
  HeldContent(byte[] head, Body body) {
    this.head = head;
    this.body = body;
  }

  Body body() {
    requireOpen();
    return body;
  }

  @Override
  public byte[] head() {
    return head;
  }

  @Override
  public long bodySize() {
    return body.size();
  }

  @Override
  public Content withHead(byte[] changed) {
    body().retain();
    return new HeldContent(changed, body);
  }

  @Override
  public InputStream openBody(long offset) {
    return body().open(offset);
  }

  @Override
  public void writeBodyTo(WritableByteChannel channel) throws IOException {
    body().writeTo(channel);
  }

  private void requireOpen() {
    if (closed.get()) {
      throw new IllegalStateException("the content is closed");
    }
  }

  @Override
  public void close() {
    if (!closed.getAndSet(true)) {
      body.release();
    }
  }
}
