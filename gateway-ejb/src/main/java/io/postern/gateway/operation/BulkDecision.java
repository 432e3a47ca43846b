package io.postern.gateway.operation;

import io.postern.gateway.delivery.KeptMail;
import io.postern.gateway.delivery.NotKept;
import io.postern.gateway.spool.Spool;
import io.postern.gateway.spool.SpoolId;
import io.postern.gateway.spool.SpoolUnavailable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Decides about all messages that meet conditions and came before it began, oldest first. Several
 * are decided about at once, so that they share the spool's syncs; memory does not grow with their
 * number. Messages in an attempt are tried again at the end. Thread-safe.
 */
final class BulkDecision implements Runnable {

  /** Writes into the journal. */
  interface Lines {

    void begun(BulkStatus decision, Map<String, String> origin);

    /** What was decided about a message. */
    void decided(BulkDecision bulk, SpoolId message, KeptMail.Decided decided);

    void ended(BulkStatus decision);
  }

  /** What it works with. */
  record Tools(Spool spool, SpoolQueue desk, Lines lines, Clock clock) {}

  /**
   * A message to decide about.
   *
   * @param counted whether some of it was decided about, and the rest was in an attempt
   */
  private record Task(SpoolId id, boolean counted) {}

  private static final Logger LOG = System.getLogger(BulkDecision.class.getPackageName());
  private static final int AT_ONCE = 16;
  private static final int STEP = 200;

  /** Ids of messages in an attempt that are kept to be tried again. */
  private static final int MOST_BUSY = 10_000;

  private static final int BUSY_ROUNDS = 10;
  private static final Duration BETWEEN_ROUNDS = Duration.ofSeconds(1);

  private final SpoolId id;
  private final QueueDecision decision;
  private final QueueConditions conditions;
  private final String actor;
  private final Tools tools;
  private final Instant startedAt;
  private final Semaphore atOnce = new Semaphore(AT_ONCE);
  private final CountDownLatch stop = new CountDownLatch(1);
  private final AtomicLong messages = new AtomicLong();
  private final AtomicLong recipients = new AtomicLong();
  private final AtomicLong left = new AtomicLong();
  private final ConcurrentLinkedQueue<Task> busy = new ConcurrentLinkedQueue<>();
  private final List<String> refusals = new ArrayList<>();
  private volatile Optional<Long> total = Optional.empty();
  private volatile Optional<Instant> endedAt = Optional.empty();
  private volatile BulkStatus.Progress state = BulkStatus.Progress.RUNNING;
  private volatile boolean failed;

  /**
   * @param id a fresh one of the spool: messages of greater ids came later and are left alone
   * @param decision kind and reason
   */
  BulkDecision(
      SpoolId id, QueueDecision decision, QueueConditions conditions, String actor, Tools tools) {
    this.id = id;
    this.decision = decision;
    this.conditions = conditions;
    this.actor = actor;
    this.tools = tools;
    this.startedAt = tools.clock().instant();
  }

  @Override
  public void run() {
    try {
      total = Optional.of(tools.desk().count(conditions).messages());
      walk();
      again();
      end(
          failed
              ? BulkStatus.Progress.FAILED
              : stopped() ? BulkStatus.Progress.STOPPED : BulkStatus.Progress.DONE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      end(BulkStatus.Progress.STOPPED);
    } catch (RuntimeException e) {
      LOG.log(
          Level.ERROR,
          "queue: the decision in bulk " + id + " failed; what was decided stays so",
          e);
      refuse(id, String.valueOf(e.getMessage()));
      end(BulkStatus.Progress.FAILED);
    }
  }

  private void end(BulkStatus.Progress how) {
    endedAt = Optional.of(tools.clock().instant());
    state = how;
    tools.lines().ended(status());
  }

  /** No further message is decided about; returns at once. */
  void stop() {
    stop.countDown();
  }

  private boolean stopped() {
    return stop.getCount() == 0 || failed;
  }

  boolean isRunning() {
    return state == BulkStatus.Progress.RUNNING;
  }

  SpoolId id() {
    return id;
  }

  QueueDecision decision() {
    return decision;
  }

  String actor() {
    return actor;
  }

  private void walk() throws InterruptedException {
    Optional<SpoolId> after = Optional.empty();
    while (!stopped()) {
      List<SpoolId> ids =
          tools.spool().page(conditions.state(), after, STEP).stream()
              .filter(found -> found.compareTo(id) < 0)
              .toList();
      if (ids.isEmpty()) {
        return;
      }
      all(ids.stream().map(found -> new Task(found, false)).toList());
      after = Optional.of(ids.getLast());
    }
  }

  /** Those that were in an attempt. */
  private void again() throws InterruptedException {
    for (int round = 0; round < BUSY_ROUNDS && !busy.isEmpty() && !stopped(); round++) {
      if (stop.await(BETWEEN_ROUNDS.toMillis(), TimeUnit.MILLISECONDS)) {
        break;
      }
      List<Task> waiting = new ArrayList<>();
      for (Task next = busy.poll(); next != null; next = busy.poll()) {
        waiting.add(next);
      }
      all(waiting);
    }
    for (Task never = busy.poll(); never != null; never = busy.poll()) {
      leave(never.id(), "is being delivered");
    }
  }

  private void all(List<Task> tasks) throws InterruptedException {
    for (Task task : tasks) {
      if (stopped()) {
        break;
      }
      atOnce.acquire();
      Thread.ofVirtual()
          .name("postern-bulk")
          .start(
              () -> {
                try {
                  decide(task);
                } finally {
                  atOnce.release();
                }
              });
    }
    atOnce.acquire(AT_ONCE);
    atOnce.release(AT_ONCE);
  }

  private void decide(Task task) {
    SpoolId message = task.id();
    try {
      if (!conditions.isStateAlone()
          && tools.desk().look(message).filter(conditions::match).isEmpty()) {
        return;
      }
      KeptMail.Decided decided =
          tools
              .desk()
              .decide(
                  message,
                  decision.kind(),
                  conditions::match,
                  new KeptMail.Decision(actor, decision.reason()));
      tools.lines().decided(this, message, decided);
      recipients.addAndGet(decided.recipients().size());
      if (!task.counted()) {
        messages.incrementAndGet();
      }
      if (!decided.busy().isEmpty()) {
        later(new Task(message, true));
      }
    } catch (NotKept e) {
      switch (e.kind()) {
        case UNKNOWN, NONE -> {
          // It was finished, or decided about, meanwhile.
        }
        case BUSY -> later(task);
        case NO_WAY -> leave(message, String.valueOf(e.getMessage()));
      }
    } catch (GatewayNotReady | SpoolUnavailable e) {
      failed = true;
      leave(message, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      leave(message, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "queue: the decision in bulk " + id + " failed for " + message, e);
      leave(message, "failed in the gateway itself; see its log");
    }
  }

  private void later(Task task) {
    if (busy.size() < MOST_BUSY) {
      busy.add(task);
    } else {
      leave(task.id(), "is being delivered");
    }
  }

  private void leave(SpoolId message, String why) {
    left.incrementAndGet();
    refuse(message, why);
  }

  private void refuse(SpoolId message, String why) {
    synchronized (refusals) {
      if (refusals.size() < BulkStatus.MOST_REFUSALS) {
        refusals.add(message + ": " + why);
      }
    }
  }

  BulkStatus status() {
    List<String> shown;
    synchronized (refusals) {
      shown = List.copyOf(refusals);
    }
    return new BulkStatus(
        id.toString(),
        decision.kind(),
        conditions.state(),
        conditions.sender(),
        conditions.recipient(),
        conditions.subject(),
        decision.reason(),
        actor,
        startedAt,
        endedAt,
        state,
        total,
        messages.get(),
        recipients.get(),
        left.get(),
        shown);
  }
}
