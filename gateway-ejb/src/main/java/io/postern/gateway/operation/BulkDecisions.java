package io.postern.gateway.operation;

import io.postern.gateway.audit.Journal;
import io.postern.gateway.delivery.KeptMail;
import io.postern.gateway.spool.Spool;
import io.postern.gateway.spool.SpoolId;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The decisions in bulk since the start: one at a time, the last ones are remembered. One that the
 * gateway's end stops is not gone on with by the next start. Thread-safe.
 */
public final class BulkDecisions implements AutoCloseable {

  /** Decisions that are remembered. */
  static final int REMEMBERED = 20;

  private static final Duration FINISH_MESSAGES = Duration.ofSeconds(5);

  /** A decision and its thread. */
  private record Run(BulkDecision decision, Thread thread) {}

  private final BulkDecision.Tools tools;
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Run> runs = new ArrayDeque<>();
  private boolean closed;

  BulkDecisions(BulkDecision.Tools tools) {
    this.tools = tools;
  }

  public static BulkDecisions of(Spool spool, KeptMail kept, Journal journal, Clock clock) {
    return new BulkDecisions(
        new BulkDecision.Tools(
            spool, new SpoolQueue(spool, kept), new QueueLines(journal, clock), clock));
  }

  /**
   * Begins one in the background.
   *
   * @param origin where the request for it comes from, by the names of docs/journal.md
   * @throws BulkUnderWay while another is under way
   */
  BulkStatus start(
      QueueDecision decision,
      QueueConditions conditions,
      String actor,
      Map<String, String> origin) {
    lock.lock();
    try {
      if (closed) {
        throw new GatewayNotReady("the gateway is stopping");
      }
      if (!runs.isEmpty() && runs.getFirst().decision().isRunning()) {
        throw new BulkUnderWay(
            "another decision in bulk is under way: " + runs.getFirst().decision().id());
      }
      BulkDecision next =
          new BulkDecision(tools.spool().newId(), decision, conditions, actor, tools);
      BulkStatus begun = next.status();
      tools.lines().begun(begun, origin);
      runs.addFirst(new Run(next, Thread.ofVirtual().name("postern-bulk").start(next)));
      if (runs.size() > REMEMBERED) {
        runs.removeLast();
      }
      return begun;
    } finally {
      lock.unlock();
    }
  }

  /** Newest first. */
  List<BulkStatus> all() {
    return decisions().stream().map(BulkDecision::status).toList();
  }

  /**
   * @throws NoSuchBulk when it is not known
   */
  BulkStatus one(String id) {
    return find(id).status();
  }

  /**
   * Decides about no further message; does nothing when it has ended.
   *
   * @throws NoSuchBulk when it is not known
   */
  BulkStatus stop(String id) {
    BulkDecision decision = find(id);
    decision.stop();
    return decision.status();
  }

  private BulkDecision find(String id) {
    SpoolId wanted;
    try {
      wanted = SpoolQueue.id(id);
    } catch (NoSuchMessage e) {
      throw new NoSuchBulk("a decision's id has 13 letters and digits");
    }
    return decisions().stream()
        .filter(decision -> decision.id().equals(wanted))
        .findFirst()
        .orElseThrow(() -> new NoSuchBulk("no decision in bulk has the id " + id));
  }

  private List<BulkDecision> decisions() {
    lock.lock();
    try {
      return runs.stream().map(Run::decision).toList();
    } finally {
      lock.unlock();
    }
  }

  /** Stops the one under way and waits for the messages that it is deciding about. */
  @Override
  public void close() throws InterruptedException {
    List<Run> all;
    lock.lock();
    try {
      closed = true;
      all = new ArrayList<>(runs);
    } finally {
      lock.unlock();
    }
    for (Run run : all) {
      run.decision().stop();
      if (!run.thread().join(FINISH_MESSAGES)) {
        run.thread().interrupt();
      }
    }
  }
}
