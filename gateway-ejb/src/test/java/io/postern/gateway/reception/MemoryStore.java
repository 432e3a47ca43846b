package io.postern.gateway.reception;

import io.postern.gateway.spool.Arrival;
import io.postern.gateway.spool.Content;
import io.postern.gateway.spool.ContentWriter;
import io.postern.gateway.spool.SpoolId;
import io.postern.gateway.spool.SpoolUnavailable;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A spool in memory, which knows what was left open. */
final class MemoryStore implements MessageStore {

  /** A message as the spool would have it on disk. */
  record Kept(Arrival arrival, String content) {
    String head() {
      return content.substring(0, content.indexOf("\r\n\r\n") + 2);
    }

    Map<String, String> facts() {
      return arrival.facts();
    }

    List<String> recipients() {
      return arrival.envelope().mailboxes().stream().map(Object::toString).toList();
    }
  }

  final List<Kept> kept = new CopyOnWriteArrayList<>();
  final AtomicInteger open = new AtomicInteger();
  private final AtomicLong ids = new AtomicLong(1L << 40);
  volatile Consumer<Arrival> beforeAccept = arrival -> {};
  volatile long room = Long.MAX_VALUE;
  volatile @Nullable IOException failingWrites;
  volatile @Nullable IOException failingStart;

  @Override
  public SpoolId newId() {
    return new SpoolId(ids.incrementAndGet());
  }

  @Override
  public ContentWriter newContent() throws IOException {
    IOException failure = failingStart;
    if (failure != null) {
      throw failure;
    }
    open.incrementAndGet();
    return new Writer();
  }

  @Override
  public boolean hasRoomFor(long octets) {
    return octets <= room;
  }

  @Override
  public boolean isFull(IOException cause) {
    return room < 0;
  }

  @Override
  public void accept(Arrival arrival) {
    beforeAccept.accept(arrival);
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    octets.writeBytes(arrival.content().head());
    try (InputStream body = arrival.content().openBody(0)) {
      body.transferTo(octets);
    } catch (IOException e) {
      throw new SpoolUnavailable("test", false, e);
    }
    kept.add(new Kept(arrival, octets.toString(StandardCharsets.ISO_8859_1)));
  }

  private final class Writer implements ContentWriter {
    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
    private boolean done;

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
      IOException failure = failingWrites;
      if (failure != null) {
        throw failure;
      }
      octets.write(from, offset, length);
    }

    @Override
    public long size() {
      return octets.size();
    }

    @Override
    public int headSize() {
      return headEnd(octets.toByteArray());
    }

    @Override
    public Content finish() {
      done = true;
      byte[] all = octets.toByteArray();
      int end = headEnd(all);
      byte[] head = Arrays.copyOf(all, end);
      return new Version(head, Arrays.copyOfRange(all, end, all.length));
    }

    @Override
    public void close() {
      if (!done) {
        done = true;
        open.decrementAndGet();
      }
    }

    private static int headEnd(byte[] octets) {
      String text = new String(octets, StandardCharsets.ISO_8859_1);
      if (text.startsWith("\r\n")) {
        return 2;
      }
      int end = text.indexOf("\r\n\r\n");
      return end < 0 ? octets.length : end + 4;
    }
  }

  private final class Version implements Content {
    private final byte[] head;
    private final byte[] body;
    private final AtomicBoolean closed = new AtomicBoolean();

    Version(byte[] head, byte[] body) {
      this.head = head;
      this.body = body;
    }

    @Override
    public byte[] head() {
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
      return new Version(changed, body);
    }

    @Override
    public InputStream openBody(long offset) {
      requireOpen();
      return new ByteArrayInputStream(body, (int) offset, body.length - (int) offset);
    }

    @Override
    public void writeBodyTo(WritableByteChannel channel) throws IOException {
      requireOpen();
      channel.write(ByteBuffer.wrap(body));
    }

    private void requireOpen() {
      if (closed.get()) {
        throw new IllegalStateException("closed");
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
