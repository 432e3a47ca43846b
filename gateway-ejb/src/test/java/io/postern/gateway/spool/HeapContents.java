package io.postern.gateway.spool;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Content in the heap, which counts what is open; writing can be made to fail. Using closed
 * content, or closing it again, raises {@link IllegalStateException}. Thread-safe.
 */
public final class HeapContents {

  private final AtomicInteger open = new AtomicInteger();
  private volatile @Nullable IOException failure;

  /** How many contents and writers are open. */
  public int openNow() {
    return open.get();
  }

  /** Every write fails with this from now on. */
  public void failWrites(IOException cause) {
    failure = cause;
  }

  /** Content that nobody counts, from ISO 8859-1 text. */
  public static Content content(String text) {
    return new HeapContents().of(text);
  }

  public Content of(String text) {
    return of(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  public Content of(byte[] octets) {
    int head = headSize(octets);
    open.incrementAndGet();
    return new Held(slice(octets, 0, head), slice(octets, head, octets.length));
  }

  public static byte[] octets(Content content) throws IOException {
    ByteArrayOutputStream sink = new ByteArrayOutputStream();
    sink.writeBytes(content.head());
    try (InputStream body = content.openBody(0)) {
      body.transferTo(sink);
    }
    return sink.toByteArray();
  }

  public static String text(Content content) throws IOException {
    return new String(octets(content), StandardCharsets.ISO_8859_1);
  }

  private static byte[] slice(byte[] octets, int from, int to) {
    return Arrays.copyOfRange(octets, from, to);
  }

  private static int headSize(byte[] octets) {
    for (int i = 0; i + 1 < octets.length; i++) {
      boolean lineStart = i == 0 || octets[i - 1] == '\n';
      if (lineStart && octets[i] == '\r' && octets[i + 1] == '\n') {
        return i + 2;
      }
    }
    return octets.length;
  }

  public ContentWriter open() {
    open.incrementAndGet();
    return new Writer();
  }

  private final class Writer implements ContentWriter {

    private final ByteArrayOutputStream sink = new ByteArrayOutputStream();
    private boolean done;

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
      IOException cause = failure;
      if (cause != null) {
        throw cause;
      }
      sink.write(octets, offset, length);
    }

    @Override
    public long size() {
      return sink.size();
    }

    @Override
    public int headSize() {
      return HeapContents.headSize(sink.toByteArray());
    }

    @Override
    public Content finish() {
      done = true;
      Content content = of(sink.toByteArray());
      open.decrementAndGet();
      return content;
    }

    @Override
    public void close() {
      if (!done) {
        done = true;
        open.decrementAndGet();
      }
    }
  }

  private final class Held implements Content {

    private final byte[] head;
    private final byte[] body;
    private final AtomicBoolean closed = new AtomicBoolean();

    Held(byte[] head, byte[] body) {
      this.head = head;
      this.body = body;
    }

    private void requireOpen() {
      if (closed.get()) {
        throw new IllegalStateException("the content is closed");
      }
    }

    @Override
    public byte[] head() {
      requireOpen();
      return head;
    }

    @Override
    public long bodySize() {
      return body.length;
    }

    @Override
    public Content withHead(byte[] changed) {
      requireOpen();
      open.incrementAndGet();
      return new Held(changed, body);
    }

    @Override
    public InputStream openBody(long offset) {
      requireOpen();
      return new ByteArrayInputStream(body, (int) offset, body.length - (int) offset);
    }

    @Override
    public void writeBodyTo(WritableByteChannel channel) throws IOException {
      requireOpen();
      ByteBuffer rest = ByteBuffer.wrap(body);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
    }

    @Override
    public void close() {
      if (closed.getAndSet(true)) {
        throw new IllegalStateException("closed twice");
      }
      open.decrementAndGet();
    }
  }
}
