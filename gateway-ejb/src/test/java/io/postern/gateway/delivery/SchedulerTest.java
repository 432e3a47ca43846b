package io.postern.gateway.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.disposition.Dispositions;
import io.postern.gateway.queue.MemoryQueue;
import io.postern.gateway.queue.Ticket;
import io.postern.gateway.report.ReportComposer;
import io.postern.gateway.routing.Destination;
import io.postern.gateway.routing.NextHop;
import io.postern.gateway.routing.StaticRoutes;
import io.postern.gateway.settings.Settings;
import io.postern.gateway.settings.SettingsInForce;
import io.postern.gateway.spool.Spool;
import io.postern.gateway.spool.SpoolId;
import io.postern.gateway.spool.SpoolOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What goes into a lane and what into the queue. Nobody works in the lanes here. */
@Timeout(60)
class SchedulerTest {

  private static final Destination DEAD = Destination.of(new NextHop("dead.example", 25));
  private static final Destination LIVE = Destination.of(new NextHop("live.example", 25));

  @TempDir Path folder;
  private final MemoryQueue queue = new MemoryQueue();
  private final List<Lane> hired = new ArrayList<>();
  private Spool spool;
  private Lanes lanes;
  private Scheduler scheduler;

  @BeforeEach
  void open() {
    Clock clock = Clock.systemUTC();
    spool = Spool.open(SpoolOptions.of(folder), clock, new Fixtures.Records());
    SettingsInForce settings =
        new SettingsInForce(
            Fixtures.settings(
                List.of(
                    new Settings.RouteEntry("dead.example", "dead.example", 25),
                    new Settings.RouteEntry("live.example", "live.example", 25)),
                4,
                new Settings.Retry(List.of(Duration.ofMinutes(30)), Duration.ofDays(5))));
    Router router = new Router(new StaticRoutes(settings));
    InFlight inFlight = new InFlight();
    lanes = new Lanes(new NoWorkers());
    lanes.start();
    scheduler =
        new Scheduler(
            router,
            lanes,
            queue,
            new Holds(spool, router, clock, inFlight),
            new UnroutableHandler(
                spool,
                new Dispositions(settings, spool, new ReportComposer(() -> "gate.example"), clock),
                inFlight,
                clock),
            new Background());
  }

  @AfterEach
  void close() {
    spool.close();
  }

  private final class NoWorkers implements LaneCrew {
    @Override
    public void hire(Lane lane) {
      hired.add(lane);
    }

    @Override
    public int mostWorkers() {
      return 20;
    }

    @Override
    public boolean isShort() {
      return true;
    }
  }

  private static Ticket ticket(long id, Destination destination) {
    return new Ticket(new SpoolId(id), List.of(0), destination, 1, "accepted");
  }

  @Test
  void newMessageGoesStraightIntoItsLane() throws InterruptedException {
    scheduler.all(new SpoolId(1), Fixtures.envelope("a@b.example", "c@live.example"), "accepted");
    assertEquals(List.of(), queue.waiting());
    assertEquals(ticket(1, LIVE), hired.getFirst().next());
  }

  @Test
  void recipientsOfOneDestinationShareATicket() {
    scheduler.all(
        new SpoolId(1),
        Fixtures.envelope("a@b.example", "c@live.example", "d@dead.example", "e@live.example"),
        "accepted");
    assertEquals(2, lanes.size());
    assertEquals(2, hired.size());
  }

  @Test
  void whatIsToBeTriedLaterWaitsInTheQueue() {
    scheduler.put(ticket(1, LIVE), Duration.ofMinutes(1));
    assertEquals(List.of(ticket(1, LIVE)), queue.waiting());
    assertEquals(0, lanes.size());
  }

  /** Tickets of others stand behind in the queue: a full lane once stopped its receiver. */
  @Test
  void whatAFullLaneRefusesGoesBackToTheQueue_andOthersPass() throws InterruptedException {
    for (int i = 1; i <= LaneWindow.SIZE + 20_000; i++) {
      scheduler.due(ticket(i, DEAD));
    }
    scheduler.due(ticket(1_000_000, LIVE));
    assertEquals(20_000, queue.waiting().size());
    assertTrue(queue.waiting().stream().allMatch(ticket -> ticket.destination().equals(DEAD)));
    assertEquals(ticket(1_000_000, LIVE), hired.getLast().next());
  }

  @Test
  void whatWasRefusedComesIn_whenThereIsRoom() throws InterruptedException {
    for (int i = 1; i <= LaneWindow.SIZE + 1; i++) {
      scheduler.due(ticket(i, LIVE));
    }
    Ticket refused = queue.waiting().getFirst();
    hired.getFirst().next();
    scheduler.due(refused);
    for (int i = 2; i <= LaneWindow.SIZE; i++) {
      hired.getFirst().next();
    }
    assertEquals(refused, hired.getFirst().next());
  }
}
