package io.postern.gateway.reception;

import io.postern.gateway.spool.Arrival;
import io.postern.gateway.spool.ContentWriter;
import io.postern.gateway.spool.HeapContents;
import io.postern.gateway.spool.SpoolId;
import io.postern.gateway.spool.SpoolUnavailable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
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
  final HeapContents contents = new HeapContents();
  private final AtomicLong ids = new AtomicLong(1L << 40);
  volatile Consumer<Arrival> beforeAccept = arrival -> {};
  volatile long room = Long.MAX_VALUE;
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
    return contents.open();
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
    try {
      kept.add(new Kept(arrival, HeapContents.text(arrival.content())));
    } catch (IOException e) {
      throw new SpoolUnavailable("test", false, e);
    }
  }
}
