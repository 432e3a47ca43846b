package io.postern.gateway.spool;

import io.postern.gateway.spool.log.Position;
import io.postern.gateway.spool.log.SegmentStart;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The one thread that writes the log. It takes everything that was handed in while the last sync
 * ran, writes it, syncs once, and lets all who wait for it go on.
 */
final class Committer implements Runnable {

  private static final System.Logger LOG = System.getLogger("io.postern.gateway.spool");

  /** Between tries to begin a segment while that fails. */
  private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(250);

  private final Intake intake;
  private final MessageIndex index;
  private final LogEnd log;
  private final SpoolDisk disk;
  private final CommitFeed feed;
  private final SpoolIds ids;
  private final Runnable callUpkeep;
  private final int room;

  /** Appended, not synced, with their offsets. */
  private final List<PendingRecord> group = new ArrayList<>();

  private int[] offsets = new int[64];

  /** Marks that wait for the disk to work again. */
  private List<PendingRecord> kept = new ArrayList<>();

  /** Written by the committer alone. */
  private volatile Optional<SpoolUnavailable> failure = Optional.empty();

  private long retryAt = System.nanoTime();

  /** Whether the index has all messages that are not finished. */
  private volatile boolean counting;

  /** Whether a fresh segment is to say how many there are, as the current one could not. */
  private volatile boolean owesCount;

  Committer(
      Intake intake,
      MessageIndex index,
      LogEnd log,
      SpoolDisk disk,
      CommitFeed feed,
      SpoolIds ids,
      Runnable callUpkeep,
      int room) {
    this.intake = intake;
    this.index = index;
    this.log = log;
    this.disk = disk;
    this.feed = feed;
    this.ids = ids;
    this.callUpkeep = callUpkeep;
    this.room = room;
  }

  @Override
  public void run() {
    while (true) {
      List<PendingRecord> taken = intake.take(kept.isEmpty() ? Long.MAX_VALUE : untilRetry());
      Deque<PendingRecord> todo = new ArrayDeque<>(kept.size() + taken.size());
      todo.addAll(kept);
      todo.addAll(taken);
      kept = new ArrayList<>();
      if (!todo.isEmpty()) {
        commit(todo);
      }
      if (intake.isClosed() && intake.isEmpty()) {
        break;
      }
    }
    SpoolUnavailable closed = new SpoolUnavailable("spool: closed before it was written", false);
    kept.forEach(pending -> pending.done().completeExceptionally(closed));
    log.abandon();
  }

  /** From now on the index has all messages; segments say how many. */
  void count() {
    counting = true;
  }

  /** As {@link #count}, and the next commit begins a segment that says it. */
  void countInNext() {
    counting = true;
    owesCount = true;
  }

  /** Why the last write failed; empty since one has succeeded. Any thread may ask. */
  Optional<SpoolUnavailable> failure() {
    return failure;
  }

  private long untilRetry() {
    return Math.max(1, retryAt - System.nanoTime());
  }

  private void commit(Deque<PendingRecord> todo) {
    try {
      if (owesCount && log.isOpen()) {
        sayCount();
      }
      if (!log.isOpen() && !isNextBegun(todo)) {
        return;
      }
      boolean low = disk.isLow();
      for (PendingRecord pending = todo.peek(); pending != null; pending = todo.peek()) {
        if (low && pending instanceof PendingRecord.Acceptance) {
          refuse(one(todo.remove()), disk.low());
          continue;
        }
        if (pending.encoded().size() > room) {
          refuse(one(todo.remove()), tooLarge(pending));
          continue;
        }
        if (!log.fits(pending.encoded().size())) {
          sync();
          if (!isNextBegun(todo)) {
            return;
          }
        }
        append(todo.remove());
      }
      sync();
      recovered();
    } catch (IOException | RuntimeException | Error e) {
      failed(e, todo);
    }
  }

  private void append(PendingRecord pending) throws IOException {
    if (group.size() == offsets.length) {
      offsets = Arrays.copyOf(offsets, offsets.length * 2);
    }
    // In the group before the write: when that fails the record may be on disk in part or whole.
    group.add(pending);
    offsets[group.size() - 1] = log.append(pending.encoded());
  }

  /** Without it the log can do: then the one after it says the number. */
  private void sayCount() {
    owesCount = false;
    try {
      log.next(new SegmentStart(ids.ceiling(), recorded()));
    } catch (IOException e) {
      LOG.log(
          Level.WARNING,
          "spool: cannot begin a segment that says how many messages there are ({0}); the next one"
              + " does",
          e.getMessage());
    }
  }

  /** Begins the next segment; refuses all when that failed a moment ago. */
  private boolean isNextBegun(Deque<PendingRecord> todo) throws IOException {
    if (failure.isPresent() && retryAt - System.nanoTime() > 0) {
      refuse(todo, failure.get());
      return false;
    }
    try {
      log.next(new SegmentStart(ids.ceiling(), recorded()));
    } catch (IOException e) {
      retryAt = System.nanoTime() + PATIENCE;
      throw e;
    }
    callUpkeep.run();
    return true;
  }

  /** -1 when it is not known. */
  private int recorded() {
    if (!counting) {
      return -1;
    }
    intake.lock();
    try {
      return index.recorded();
    } finally {
      intake.unlock();
    }
  }

  private void sync() throws IOException {
    if (group.isEmpty()) {
      return;
    }
    Segment segment = log.segment();
    boolean wasNear = segment.isNextNear();
    log.sync();
    if (!wasNear && segment.isNextNear()) {
      callUpkeep.run();
    }
    boolean proven = !intake.isEmpty() || isProven();
    List<Committed> events = new ArrayList<>(group.size());
    intake.lock();
    try {
      for (int i = 0; i < group.size(); i++) {
        group.get(i).committed(segment, offsets[i], index, events);
      }
    } finally {
      intake.unlock();
    }
    if (!events.isEmpty()) {
      segment.addedEvent(events.getLast().position());
    }
    feed.committed(events, Position.of(segment.sequence(), segment.end()));
    for (PendingRecord pending : group) {
      pending.done().complete(null);
    }
    group.clear();
    if (!proven) {
      log.abandon();
    }
  }

  /** What is acknowledged stays so; but a file that cannot be written to is left. */
  private boolean isProven() {
    try {
      log.rest();
      return true;
    } catch (IOException e) {
      LOG.log(
          Level.WARNING,
          "spool: cannot write to segment {0} ({1}); going on in a fresh one",
          Position.digits(log.segment().sequence()),
          e.getMessage());
      return false;
    }
  }

  private void failed(Throwable cause, Deque<PendingRecord> todo) {
    boolean written = !group.isEmpty();
    SpoolUnavailable unavailable = disk.unavailable(log, cause);
    if (failure.isEmpty()) {
      LOG.log(Level.ERROR, unavailable.getMessage(), cause);
    }
    failure = Optional.of(unavailable);
    Deque<PendingRecord> lost = new ArrayDeque<>(group);
    lost.addAll(todo);
    group.clear();
    if (written) {
      log.abandon();
    }
    refuse(lost, unavailable);
  }

  private void recovered() {
    if (failure.isPresent()) {
      LOG.log(
          Level.INFO,
          "spool: segment {0} can be written; taking mail again",
          Position.digits(log.segment().sequence()));
      failure = Optional.empty();
    }
  }

  private void refuse(Deque<PendingRecord> pending, SpoolUnavailable why) {
    List<PendingRecord> refused = new ArrayList<>();
    intake.lock();
    try {
      for (PendingRecord each : pending) {
        if (each.isKept()) {
          kept.add(each);
        } else {
          each.refused(index);
          refused.add(each);
        }
      }
    } finally {
      intake.unlock();
    }
    refused.forEach(each -> each.done().completeExceptionally(why));
  }

  private static Deque<PendingRecord> one(PendingRecord pending) {
    Deque<PendingRecord> one = new ArrayDeque<>(1);
    one.add(pending);
    return one;
  }

  private SpoolUnavailable tooLarge(PendingRecord pending) {
    return new SpoolUnavailable(
        "spool: a record of %d octets does not fit a segment of %d; refused"
            .formatted(pending.encoded().size(), room),
        false);
  }
}
