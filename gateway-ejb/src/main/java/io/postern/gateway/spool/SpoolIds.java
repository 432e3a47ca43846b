package io.postern.gateway.spool;

import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Gives out ids: the clock's milliseconds with node and counter below, and always more than before;
 * more than 16,384 in a millisecond run ahead of the clock. A ceiling on disk stands above every id
 * given out, so that the next life goes on above it whatever its clock says. Thread-safe.
 */
final class SpoolIds {

  /** Ids promised ahead: those of ten minutes. */
  private static final long LEAD = SpoolId.of(SpoolId.count(10L * 60 * 1000), 0);

  private final Clock clock;
  private final int node;
  private final Intake intake;

  /** Of the last id, without node. */
  private final AtomicLong last;

  private final AtomicLong promised;
  private final AtomicLong onDisk;
  private volatile CompletableFuture<Void> raising = CompletableFuture.completedFuture(null);

  /**
   * @param floor no id up to it is given out
   */
  SpoolIds(Clock clock, long floor, int node, Intake intake) {
    this.clock = clock;
    this.node = node;
    this.intake = intake;
    this.last = new AtomicLong(SpoolId.countAbove(floor) - 1);
    this.promised = new AtomicLong(Math.max(floor, SpoolId.of(now(), node)) + LEAD);
    this.onDisk = new AtomicLong(promised.get());
  }

  /** No id above it is given out; the header of each segment says it. */
  long ceiling() {
    return promised.get();
  }

  /**
   * @throws SpoolUnavailable when the ceiling must be raised first and the disk fails
   */
  SpoolId next() {
    long now = now();
    long id =
        SpoolId.of(
            last.accumulateAndGet(now, (before, candidate) -> Math.max(before + 1, candidate)),
            node);
    if (id > onDisk.get() - LEAD / 2) {
      CompletableFuture<Void> raised = raise(id);
      while (id > onDisk.get()) {
        SpoolUnavailable.await(raised);
        raised = raise(id);
      }
    }
    return new SpoolId(id);
  }

  private long now() {
    return SpoolId.count(clock.millis());
  }

  /** Asks for a higher ceiling, unless somebody does already. */
  private CompletableFuture<Void> raise(long id) {
    CompletableFuture<Void> before = raising;
    if (!before.isDone() || id <= onDisk.get() - LEAD / 2) {
      return before;
    }
    long target = promised.accumulateAndGet(id + LEAD, Math::max);
    PendingRecord.Promise promise = PendingRecord.Promise.ceiling(target);
    CompletableFuture<Void> raised =
        promise.done().thenRun(() -> onDisk.accumulateAndGet(target, Math::max));
    intake.handIn(promise);
    raising = raised;
    return raised;
  }
}
