package io.postern.gateway.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.disposition.Outcome;
import io.postern.gateway.queue.Ticket;
import io.postern.gateway.routing.Destination;
import io.postern.gateway.routing.NextHop;
import io.postern.gateway.spool.SpoolId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LanesTest {

  private static final NextHop HOST = new NextHop("a.example", 25);
  private static final Destination ONE = Destination.of(HOST);
  private static final Destination OTHER = Destination.of(new NextHop("b.example", 25));

  /** Counts, and starts nobody. */
  private static final class Crew implements LaneCrew {
    private final List<Lane> hired = new ArrayList<>();

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

  private final Crew crew = new Crew();

  private Lanes lanes(Duration idleKept) {
    Lanes lanes = new Lanes(crew, idleKept);
    lanes.start();
    return lanes;
  }

  private static Ticket ticket(long id, Destination destination) {
    return new Ticket(new SpoolId(id), List.of(0), destination, 1, "accepted");
  }

  private static void fill(Lanes lanes, Destination destination) {
    for (int i = 1; i <= LaneWindow.SIZE; i++) {
      assertEquals(Duration.ZERO, lanes.offer(ticket(i, destination)));
    }
  }

  @Test
  void idleLaneIsDropped_andMadeAgainForItsNextTicket() throws InterruptedException {
    Lanes lanes = lanes(Duration.ZERO);
    lanes.offer(ticket(1, ONE));
    Lane lane = crew.hired.getFirst();
    lanes.prune();
    assertEquals(1, lanes.size(), "it has a ticket and a worker");
    lane.next();
    lanes.prune();
    assertEquals(1, lanes.size(), "it has a worker");
    lane.left();
    lanes.prune();
    assertEquals(0, lanes.size());
    assertEquals(Duration.ZERO, lanes.offer(ticket(2, ONE)));
    assertEquals(1, lanes.size());
  }

  @Test
  void pausedLaneIsKept_soThatItsNextPauseIsLonger() throws InterruptedException {
    Lanes lanes = lanes(Duration.ZERO);
    lanes.offer(ticket(1, ONE));
    Lane lane = crew.hired.getFirst();
    lane.next();
    lane.pause().begin(new Outcome.NoReply("refused"), Optional.of(HOST), System.nanoTime());
    lane.left();
    lanes.prune();
    assertEquals(1, lanes.size());
  }

  @Test
  void fullLaneRefuses_andDoesNotTouchAnother() {
    Lanes lanes = lanes(Duration.ofHours(1));
    fill(lanes, ONE);
    assertTrue(lanes.offer(ticket(1_000, ONE)).isPositive());
    assertEquals(Duration.ZERO, lanes.offer(ticket(1_001, OTHER)));
  }

  @Test
  void whatAFullLaneRefusesComesAgainAfterThePause() {
    Lanes lanes = lanes(Duration.ofHours(1));
    fill(lanes, ONE);
    long now = System.nanoTime();
    DestinationPause pause = crew.hired.getFirst().pause();
    pause.begin(new Outcome.NoReply("refused"), Optional.of(HOST), now);
    Duration left = pause.now(now).orElseThrow().left();
    Duration putOff = lanes.offer(ticket(1_000, ONE));
    assertTrue(putOff.compareTo(left) <= 0, putOff + " of " + left);
    assertTrue(putOff.compareTo(Duration.ofSeconds(1)) >= 0, putOff.toString());
  }

  /** A dead host once had twenty messages in hand, which all waited for one connection. */
  @Test
  void laneWithoutASessionHasOneWorker_andGetsMoreWithTheFirst() throws InterruptedException {
    Lanes lanes = lanes(Duration.ofHours(1));
    fill(lanes, ONE);
    assertEquals(1, crew.hired.size());
    Lane lane = crew.hired.getFirst();
    lane.next();
    lane.sessionOpened();
    assertEquals(2, crew.hired.size());
    lane.next();
    assertEquals(3, crew.hired.size());
  }

  @Test
  void nothingIsTakenBeforeTheStartAndAfterTheEnd() {
    Lanes lanes = new Lanes(crew);
    assertTrue(lanes.offer(ticket(1, ONE)).isPositive());
    lanes.start();
    assertEquals(Duration.ZERO, lanes.offer(ticket(1, ONE)));
    lanes.stop();
    assertTrue(lanes.offer(ticket(2, ONE)).isPositive());
  }

  @Test
  void destinationForWhichMailWaitsIsShownWithoutALane() {
    Lanes lanes = lanes(Duration.ofHours(1));
    lanes.offer(ticket(1, OTHER));
    List<LaneStatus> status =
        lanes.status(Map.of(ONE, new Amount(2, 3)), Instant.parse("2026-11-29T12:00:00Z"));
    assertEquals(List.of(ONE, OTHER), status.stream().map(LaneStatus::nextHop).toList());
    assertEquals(
        List.of(new Amount(2, 3), Amount.NONE),
        status.stream().map(lane -> new Amount(lane.messages(), lane.recipients())).toList());
    assertEquals(1, lanes.size());
  }
}
