package io.postern.gateway.delivery;

import io.postern.gateway.queue.Ticket;
import io.postern.gateway.routing.Destination;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The lane of one destination: what is due, who works on it, how it goes. Thread-safe. */
final class Lane {

  private static final Duration SESSION_IDLE = Duration.ofSeconds(2);

  /** How long the number of sessions is left as it is when the server wants no more. */
  private static final Duration CROWDED = Duration.ofSeconds(30);

  private static final Duration SHORTEST_PUT_OFF = Duration.ofSeconds(1);
  private static final Duration LONGEST_PUT_OFF = Duration.ofMinutes(5);

  private final Destination destination;
  private final LaneCrew crew;
  private final LaneWindow window;
  private final DestinationPause pause = new DestinationPause();
  private final ReentrantLock firstSession = new ReentrantLock();
  private final AtomicInteger sessions = new AtomicInteger();
  private final LaneCounts counts = new LaneCounts();
  private volatile long crowdedUntil = System.nanoTime();
  private volatile long lastWork = System.nanoTime();

  Lane(Destination destination, LaneCrew crew, SharedRoom shared) {
    this.destination = destination;
    this.crew = crew;
    this.window = new LaneWindow(shared);
  }

  Destination destination() {
    return destination;
  }

  DestinationPause pause() {
    return pause;
  }

  LaneCounts counts() {
    return counts;
  }

  /** Held while the only session is opened. */
  ReentrantLock firstSession() {
    return firstSession;
  }

  /**
   * Offers a ticket that is due. Without an open session the lane holds its window alone: a
   * destination that does not answer takes no room from others.
   */
  LaneWindow.Offer offer(Ticket ticket) {
    LaneWindow.Offer offer = window.offer(ticket, sessions.get() > 0, allowed());
    if (offer == LaneWindow.Offer.TAKEN_FOR_A_NEW_WORKER) {
      crew.hire(this);
    }
    return offer;
  }

  /**
   * When a ticket that the full lane has refused is to be offered again: after the pause; else
   * after as long as the lane has been full, so that the same ticket comes seldom to a slow lane
   * and often to a quick one, which never runs empty meanwhile.
   */
  Duration putOff() {
    Optional<Sending.Paused> paused = pause.now(System.nanoTime());
    Duration time = paused.isPresent() ? paused.get().left() : window.fullFor();
    if (time.compareTo(SHORTEST_PUT_OFF) < 0) {
      return SHORTEST_PUT_OFF;
    }
    return time.compareTo(LONGEST_PUT_OFF) > 0 ? LONGEST_PUT_OFF : time;
  }

  private void hireIfNeeded() {
    if (window.hire(allowed())) {
      crew.hire(this);
    }
  }

  /**
   * While the lane has no session one worker opens the first, whose failure is then known to all.
   */
  private int allowed() {
    boolean one = sessions.get() == 0 || System.nanoTime() - crowdedUntil < 0;
    return one ? 1 : crew.mostWorkers();
  }

  /** The next ticket for a worker; null when it is to end its session and itself. */
  @Nullable Ticket next() throws InterruptedException {
    Ticket ticket = window.next(crew.isShort() ? Duration.ZERO : SESSION_IDLE);
    if (ticket != null && window.isWorkerWanted()) {
      hireIfNeeded();
    }
    return ticket;
  }

  /** Whether a worker that has done some work is to leave its place to another lane's. */
  boolean isWorkerNeededElsewhere() {
    return crew.isShort();
  }

  /** A worker ended. */
  void left() {
    lastWork = System.nanoTime();
    window.left();
    hireIfNeeded();
  }

  /** Hands out no more. */
  void stop() {
    window.stop();
  }

  /** The server wants no more sessions than there are. */
  void crowded() {
    crowdedUntil = System.nanoTime() + CROWDED.toNanos();
  }

  void sessionOpened() {
    sessions.incrementAndGet();
    pause.end();
    hireIfNeeded();
  }

  void sessionEnded() {
    sessions.decrementAndGet();
  }

  int sessions() {
    return sessions.get();
  }

  /** Retires when it has had nothing to do for so long; answers whether it takes no more. */
  boolean retireIfIdleFor(Duration time) {
    long now = System.nanoTime();
    return now - lastWork > time.toNanos() && pause.now(now).isEmpty() && window.retire();
  }

  LaneStatus status(Amount waiting, Instant now) {
    Optional<LaneCounts.Failure> failure = counts.lastFailure();
    return new LaneStatus(
        destination,
        waiting.messages(),
        waiting.recipients(),
        sessions.get(),
        counts.delivered(),
        counts.deferred(),
        counts.failed(),
        pause.now(System.nanoTime()).map(paused -> now.plus(paused.left())),
        failure.map(LaneCounts.Failure::what),
        failure.map(LaneCounts.Failure::at));
  }
}
