package io.postern.gateway.delivery;

import io.postern.gateway.disposition.AttemptResult;
import io.postern.gateway.disposition.Outcome;
import io.postern.gateway.queue.Ticket;
import io.postern.gateway.routing.NextHop;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The lane of one next hop: what is due, who works on it, how it goes. Thread-safe. */
final class Lane {

  private static final int WINDOW = 256;
  private static final Duration SESSION_IDLE = Duration.ofSeconds(2);
  private static final int IDLE_SLICES = 10;

  /** How long the number of sessions is left as it is when the server wants no more. */
  private static final Duration CROWDED = Duration.ofSeconds(30);

  private record Failure(String what, Instant at) {}

  private final NextHop nextHop;
  private final LaneCrew crew;
  private final BlockingQueue<Ticket> window = new ArrayBlockingQueue<>(WINDOW);
  private final Suspension suspension = new Suspension();
  private final ReentrantLock firstSession = new ReentrantLock();
  private final AtomicInteger workers = new AtomicInteger();
  private final AtomicInteger idle = new AtomicInteger();
  private final AtomicInteger sessions = new AtomicInteger();
  private final LongAdder delivered = new LongAdder();
  private final LongAdder deferred = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private volatile long crowdedUntil = System.nanoTime();
  private volatile @Nullable Failure lastFailure;

  Lane(NextHop nextHop, LaneCrew crew) {
    this.nextHop = nextHop;
    this.crew = crew;
  }

  NextHop nextHop() {
    return nextHop;
  }

  Suspension suspension() {
    return suspension;
  }

  /** Held while the only session is opened. */
  ReentrantLock firstSession() {
    return firstSession;
  }

  /** Takes a ticket that is due; waits while the window is full. */
  void take(Ticket ticket) throws InterruptedException {
    window.put(ticket);
    hireIfNeeded();
  }

  /** Takes a ticket back that a worker could not work on; false when there is no room. */
  boolean takeBack(Ticket ticket) {
    return window.offer(ticket);
  }

  private void hireIfNeeded() {
    int now = workers.get();
    while (!window.isEmpty() && idle.get() == 0 && now < allowed(now) && !crew.stopping()) {
      if (workers.compareAndSet(now, now + 1)) {
        crew.hire(this);
        return;
      }
      now = workers.get();
    }
  }

  private int allowed(int now) {
    boolean crowded = now > 0 && System.nanoTime() - crowdedUntil < 0;
    return crowded ? now : crew.mostWorkers();
  }

  /** The next ticket for a worker; null when it is to end its session and itself. */
  @Nullable Ticket next() throws InterruptedException {
    if (crew.stopping()) {
      return null;
    }
    Ticket ticket = window.poll();
    if (ticket != null) {
      return ticket;
    }
    idle.incrementAndGet();
    try {
      // In slices, so that the gateway's end need not wait.
      for (int i = 0; i < IDLE_SLICES && ticket == null && !crew.stopping(); i++) {
        ticket = window.poll(SESSION_IDLE.toMillis() / IDLE_SLICES, TimeUnit.MILLISECONDS);
      }
    } finally {
      idle.decrementAndGet();
    }
    // At the end the window is left to the next start, which finds the same in the spool.
    return crew.stopping() ? null : ticket;
  }

  /** A worker ended. */
  void left() {
    workers.decrementAndGet();
    hireIfNeeded();
  }

  /** The server wants no more sessions than there are. */
  void crowded() {
    crowdedUntil = System.nanoTime() + CROWDED.toNanos();
  }

  void sessionOpened() {
    sessions.incrementAndGet();
    suspension.end();
  }

  void sessionEnded() {
    sessions.decrementAndGet();
  }

  int sessions() {
    return sessions.get();
  }

  /** Recipients that were not tried: only those given up count. */
  void countUntried(AttemptResult result) {
    failed.add(result.lost());
  }

  void count(AttemptResult result) {
    delivered.add(result.delivered());
    failed.add(result.lost());
    result.followUp().again().forEach(again -> deferred.add(again.recipients().size()));
  }

  void note(Outcome outcome, Instant at) {
    switch (outcome) {
      case Outcome.Accepted taken -> {
        // No failure.
      }
      case Outcome.TransientFailure postponed ->
          lastFailure = new Failure(postponed.reply().toString(), at);
      case Outcome.PermanentFailure refused ->
          lastFailure = new Failure(refused.reply().toString(), at);
      case Outcome.NoReply broken -> lastFailure = new Failure(broken.what(), at);
      case Outcome.NotAttempted unsendable -> lastFailure = new Failure(unsendable.why(), at);
    }
  }

  LaneStatus status(Amount waiting, Instant now) {
    Optional<Failure> failure = Optional.ofNullable(lastFailure);
    return new LaneStatus(
        nextHop,
        waiting.messages(),
        waiting.recipients(),
        sessions.get(),
        delivered.sum(),
        deferred.sum(),
        failed.sum(),
        suspension.now(System.nanoTime()).map(paused -> now.plus(paused.left())),
        failure.map(Failure::what),
        failure.map(Failure::at));
  }
}
