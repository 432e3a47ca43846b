package io.postern.gateway.delivery;

import io.postern.fixtures.smtp.ScriptedServer;
import io.postern.gateway.queue.QueueNames;
import io.postern.gateway.routing.NextHop;
import io.postern.gateway.settings.Settings;
import io.postern.gateway.spool.Arrival;
import io.postern.gateway.spool.CommitReader;
import io.postern.gateway.spool.Committed;
import io.postern.gateway.spool.Content;
import io.postern.gateway.spool.ContentWriter;
import io.postern.gateway.spool.Hold;
import io.postern.gateway.spool.Mark;
import io.postern.gateway.spool.RecipientState;
import io.postern.gateway.spool.Spool;
import io.postern.gateway.spool.SpoolId;
import io.postern.mail.Envelope;
import io.postern.mail.Mailbox;
import io.postern.mail.ReversePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** What tests of several packages set up. */
public final class Fixtures {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private static final AtomicInteger QUEUES = new AtomicInteger();

  private Fixtures() {}

  /** Queues in which a broker has no tickets of other tests. */
  public static QueueNames queueNames() {
    return new QueueNames("test" + QUEUES.incrementAndGet(), 4);
  }

  /** Keeps what the spool has committed. */
  public static final class Records implements CommitReader {
    private final List<Committed> all = new CopyOnWriteArrayList<>();

    @Override
    public long safePosition() {
      return 0;
    }

    @Override
    public void read(List<Committed> records) {
      all.addAll(records);
    }

    /** The marks of a message, in their order. */
    public List<Mark> marks(SpoolId id) {
      return all.stream()
          .filter(Committed.Marked.class::isInstance)
          .map(record -> ((Committed.Marked) record).mark())
          .filter(mark -> mark.id().equals(id))
          .toList();
    }

    /** Whether each recipient of an accepted message has its last mark. */
    public boolean isFinished(SpoolId id) {
      long finished =
          marks(id).stream()
              .filter(mark -> mark.state() instanceof RecipientState.Finished)
              .map(Mark::recipient)
              .distinct()
              .count();
      return all.stream()
          .filter(Committed.Accepted.class::isInstance)
          .map(Committed.Accepted.class::cast)
          .anyMatch(
              accepted ->
                  accepted.id().equals(id) && accepted.envelope().recipients().size() == finished);
    }

    /** Messages with a null reverse-path that were accepted. */
    public List<Committed.Accepted> reports() {
      return all.stream()
          .filter(Committed.Accepted.class::isInstance)
          .map(Committed.Accepted.class::cast)
          .filter(accepted -> accepted.envelope().reversePath() instanceof ReversePath.Null)
          .toList();
    }
  }

  public static Settings settings(
      List<Settings.RouteEntry> routes, int perNextHop, Settings.Retry retry) {
    return settings(routes, perNextHop, 1_000, retry);
  }

  public static Settings settings(
      List<Settings.RouteEntry> routes, int perNextHop, int deliveries, Settings.Retry retry) {
    return new Settings(
        "gate.example",
        List.of(),
        List.of(),
        List.of(),
        routes,
        Settings.WithoutRoute.REFUSE,
        Optional.empty(),
        Path.of("unused"),
        new Settings.Admin("127.0.0.1", 0),
        new Settings.Limits(
            1, 1, 1, 1, 1, 1, 1, 1, SECOND, SECOND, SECOND, SECOND, 1, perNextHop, deliveries, 4),
        retry,
        Map.of(),
        Map.of(),
        new Settings.Privacy(Set.of()));
  }

  /** Accepts a message as reception does, and hands it to the delivery. */
  public static SpoolId send(
      Spool spool, Delivery delivery, String from, Instant at, String content, String... recipients)
      throws IOException {
    Envelope envelope = envelope(from, recipients);
    Optional<Hold> hold = delivery.hold(envelope);
    SpoolId id = accept(spool, envelope, at, content, hold);
    delivery.accepted(id, envelope, hold);
    return id;
  }

  public static SpoolId accept(
      Spool spool, String from, Instant at, String content, String... recipients)
      throws IOException {
    return accept(spool, envelope(from, recipients), at, content, Optional.empty());
  }

  public static Envelope envelope(String from, String... recipients) {
    return Envelope.of(
        ReversePath.parse(from), List.of(recipients).stream().map(Mailbox::parse).toList());
  }

  private static SpoolId accept(
      Spool spool, Envelope envelope, Instant at, String content, Optional<Hold> hold)
      throws IOException {
    SpoolId id = spool.newId();
    spool.accept(new Arrival(id, envelope, spooled(spool, content), Map.of(), at).held(hold));
    return id;
  }

  private static Content spooled(Spool spool, String content) throws IOException {
    byte[] octets = content.getBytes(StandardCharsets.ISO_8859_1);
    try (ContentWriter writer = spool.newContent()) {
      writer.write(octets, 0, octets.length);
      return writer.finish();
    }
  }

  /** Where a server of the test listens. */
  public static NextHop nextHop(ScriptedServer server) {
    return new NextHop("127.0.0.1", server.port());
  }
}
