package io.postern.gateway.spool;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** TEMPORARY: stands in for the real spool in this branch's tests until that is on main. */
public final class Spool implements AutoCloseable {

  private final Map<SpoolId, Arrival> arrivals = new ConcurrentSkipListMap<>();
  private final Map<SpoolId, List<RecipientState>> states = new ConcurrentSkipListMap<>();
  private final CommitReader reader;
  private final AtomicLong position = new AtomicLong();
  private final AtomicLong ids = new AtomicLong(System.currentTimeMillis() << 10);

  private Spool(CommitReader reader) {
    this.reader = reader;
  }

  public static Spool open(SpoolOptions options, Clock clock, CommitReader reader) {
    return new Spool(reader);
  }

  public SpoolId newId() {
    return new SpoolId(ids.incrementAndGet());
  }

  public ContentWriter newContent() {
    return new Writer();
  }

  public void accept(Arrival arrival) {
    accept(arrival, List.of());
  }

  public synchronized void accept(Arrival arrival, Collection<Mark> marks) {
    arrivals.put(arrival.id(), arrival);
    List<RecipientState> waiting = new ArrayList<>();
    arrival
        .recipients()
        .forEach(r -> waiting.add(new RecipientState.Waiting(0, arrival.receivedAt())));
    states.put(arrival.id(), new CopyOnWriteArrayList<>(waiting));
    reader.read(
        List.of(
            new Committed.Accepted(
                position.incrementAndGet(),
                arrival.id(),
                arrival.reversePath(),
                arrival.recipients(),
                arrival.content().size(),
                arrival.facts(),
                arrival.receivedAt(),
                arrival.quarantined())));
    apply(marks);
  }

  public synchronized CompletableFuture<Void> mark(Collection<Mark> marks) {
    apply(marks);
    return CompletableFuture.completedFuture(null);
  }

  private void apply(Collection<Mark> marks) {
    for (Mark mark : marks) {
      List<RecipientState> of = states.get(mark.id());
      Arrival arrival = arrivals.get(mark.id());
      if (of == null || arrival == null) {
        continue;
      }
      of.set(mark.recipient(), mark.state());
      reader.read(
          List.of(
              new Committed.Marked(
                  position.incrementAndGet(),
                  mark,
                  arrival.reversePath(),
                  arrival.recipients().get(mark.recipient()),
                  arrival.facts(),
                  arrival.receivedAt())));
      if (of.stream().allMatch(s -> s instanceof RecipientState.Finished)) {
        states.remove(mark.id());
        arrivals.remove(mark.id());
      }
    }
  }

  public synchronized Optional<SpooledMessage> read(SpoolId id) throws IOException {
    Arrival arrival = arrivals.get(id);
    List<RecipientState> of = states.get(id);
    if (arrival == null || of == null) {
      return Optional.empty();
    }
    return Optional.of(
        new SpooledMessage(
            id,
            arrival.reversePath(),
            arrival.recipients(),
            List.copyOf(of),
            arrival.content(),
            arrival.facts(),
            arrival.receivedAt()));
  }

  public synchronized Iterable<Unfinished> unfinished() {
    List<Unfinished> all = new ArrayList<>();
    arrivals.forEach(
        (id, a) ->
            all.add(
                new Unfinished(id, a.recipients(), List.copyOf(states.get(id)), a.receivedAt())));
    return all;
  }

  public int size() {
    return arrivals.size();
  }

  @Override
  public void close() {}

  private static final class Writer implements ContentWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Override
    public void write(byte[] octets, int offset, int length) {
      out.write(octets, offset, length);
    }

    @Override
    public long size() {
      return out.size();
    }

    @Override
    public int headSize() {
      return out.size();
    }

    @Override
    public Content finish() {
      byte[] all = out.toByteArray();
      int cut = 0;
      for (int i = 0; i + 3 < all.length && cut == 0; i++) {
        if (all[i] == '\r' && all[i + 1] == '\n' && all[i + 2] == '\r' && all[i + 3] == '\n') {
          cut = i + 4;
        }
      }
      return new Memory(
          java.util.Arrays.copyOf(all, cut), java.util.Arrays.copyOfRange(all, cut, all.length));
    }

    @Override
    public void close() {}
  }

  private record Memory(byte[] head, byte[] body) implements Content {
    @Override
    public long bodySize() {
      return body.length;
    }

    @Override
    public Content withHead(byte[] other) {
      return new Memory(other, body);
    }

    @Override
    public InputStream openBody(long offset) {
      return new ByteArrayInputStream(body, (int) offset, (int) (body.length - offset));
    }

    @Override
    public void writeBodyTo(WritableByteChannel channel) throws IOException {
      channel.write(ByteBuffer.wrap(body));
    }

    @Override
    public void close() {}
  }
}
