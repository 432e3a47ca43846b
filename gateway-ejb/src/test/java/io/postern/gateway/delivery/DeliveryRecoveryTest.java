package io.postern.gateway.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.postern.gateway.disposition.Dispositions;
import io.postern.gateway.queue.MemoryQueue;
import io.postern.gateway.queue.Ticket;
import io.postern.gateway.report.ReportComposer;
import io.postern.gateway.routing.Destination;
import io.postern.gateway.routing.NextHop;
import io.postern.gateway.routing.Routing;
import io.postern.gateway.routing.StaticRoutes;
import io.postern.gateway.settings.Settings;
import io.postern.gateway.settings.SettingsInForce;
import io.postern.gateway.spool.Mark;
import io.postern.gateway.spool.RecipientState;
import io.postern.gateway.spool.Spool;
import io.postern.gateway.spool.SpoolId;
import io.postern.gateway.spool.SpoolOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * For what waits, recovery and rerouting look at the spool's list of the unfinished alone. Reading
 * each message from disk once took most of a start with a long backlog. Here the files of the spool
 * are gone while they run, so that a message that is read is missing in the result.
 */
class DeliveryRecoveryTest {

  private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");
  private static final Destination MX = Destination.of(new NextHop("mx.example", 25));
  private static final Destination OTHER = Destination.of(new NextHop("other.example", 25));

  @TempDir Path folder;
  private final Clock clock = Clock.fixed(NOON, ZoneOffset.UTC);
  private final SettingsInForce settings = new SettingsInForce(routes());
  private final MemoryQueue queue = new MemoryQueue();
  private Spool spool;
  private DeliveryRecovery recovery;

  @BeforeEach
  void open() {
    spool = Spool.open(SpoolOptions.of(folder.resolve("spool")), clock, new Fixtures.Records());
    Router router = new Router(new StaticRoutes(settings));
    InFlight inFlight = new InFlight();
    Holds holds = new Holds(spool, router, clock, inFlight);
    Dispositions dispositions =
        new Dispositions(settings, spool, new ReportComposer(() -> "gate.example"), clock);
    // Not started lanes take nothing, so that all tickets are in the queue.
    Scheduler scheduler =
        new Scheduler(
            router,
            new Lanes(new WorkerPool(lane -> () -> {}, () -> 0, () -> 0)),
            queue,
            holds,
            new UnroutableHandler(spool, dispositions, inFlight, clock),
            new Background());
    recovery = new DeliveryRecovery(settings, spool, router, scheduler, holds, clock);
  }

  @AfterEach
  void close() {
    spool.close();
  }

  private static Settings routes(Settings.RouteEntry... more) {
    List<Settings.RouteEntry> routes = new ArrayList<>(List.of(more));
    routes.add(new Settings.RouteEntry("*", "mx.example", 25));
    return Fixtures.settings(
        routes, 4, new Settings.Retry(List.of(Duration.ofMinutes(30)), Duration.ofDays(5)));
  }

  private SpoolId accept(String... recipients) throws IOException {
    return Fixtures.accept(spool, "a@from.example", NOON, "Subject: x\r\n\r\nx\r\n", recipients);
  }

  private void mark(SpoolId id, int recipient, RecipientState state) {
    spool.mark(List.of(new Mark(id, recipient, state, NOON, Map.of()))).join();
  }

  private interface Act {
    void run() throws IOException;
  }

  /** After a restart, so that nothing is remembered from the acceptance; without the files. */
  private void withoutFiles(SpoolId one, Act act) throws IOException {
    spool.close();
    open();
    Path segments = folder.resolve("spool/segments");
    Path away = folder.resolve("away");
    Files.move(segments, away);
    try {
      assertThrows(IOException.class, () -> spool.read(one), "the files are needed to read one");
      act.run();
    } finally {
      Files.move(away, segments);
    }
  }

  private List<Ticket> tickets() {
    return queue.waiting().stream()
        .sorted(Comparator.comparing(Ticket::id).thenComparing(Ticket::attempt))
        .toList();
  }

  @Test
  void whatWaitsIsQueuedAgain_withoutAReadFromDisk() throws IOException {
    List<Ticket> expected = new ArrayList<>();
    SpoolId first = accept("a@one.example", "b@two.example", "c@one.example");
    expected.add(new Ticket(first, List.of(0, 2, 1), MX, 1, "recovered"));
    SpoolId second = accept("a@one.example", "b@one.example", "c@one.example");
    mark(second, 0, new RecipientState.Finished(RecipientState.Ending.DELIVERED));
    mark(second, 1, new RecipientState.Waiting(2, NOON.plusSeconds(600)));
    expected.add(new Ticket(second, List.of(2), MX, 1, "recovered"));
    expected.add(new Ticket(second, List.of(1), MX, 3, "recovered"));
    for (int i = 0; i < 1_000; i++) {
      expected.add(new Ticket(accept("a@d" + i + ".example"), List.of(0), MX, 1, "recovered"));
    }

    withoutFiles(first, recovery::recover);

    assertEquals(expected, tickets());
  }

  @Test
  void rerouteQueuesThoseAloneThatGoElsewhereNow_withoutAReadFromDisk() throws IOException {
    SpoolId moved = accept("a@one.example", "b@two.example");
    mark(moved, 0, new RecipientState.Waiting(1, NOON.plusSeconds(600)));
    accept("a@two.example");
    Routing before = StaticRoutes.of(settings.now());
    settings.put(routes(new Settings.RouteEntry("one.example", "other.example", 25)));

    withoutFiles(moved, () -> recovery.reroute(before));

    assertEquals(List.of(new Ticket(moved, List.of(0), OTHER, 2, "route changed")), tickets());
  }

  @Test
  void heldMailWhoseRouteNoLongerHoldsIsReleased() throws IOException {
    SpoolId held = accept("a@one.example", "b@two.example", "c@kept.example");
    for (int i = 0; i < 3; i++) {
      mark(held, i, new RecipientState.Held(1));
    }
    Routing before = StaticRoutes.of(settings.now());
    settings.put(routes(Settings.RouteEntry.hold("kept.example")));

    recovery.reroute(before);

    assertEquals(List.of(new Ticket(held, List.of(0, 1), MX, 2, "released")), tickets());
    assertEquals(
        List.of(
            new RecipientState.Waiting(1, NOON),
            new RecipientState.Waiting(1, NOON),
            new RecipientState.Held(1)),
        spool.look(held).orElseThrow().states());
  }
}
