package io.postern.gateway.spool;

import io.postern.gateway.spool.log.RecordLog;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * What is done beside the mail: spare segments are written out ahead, body files of finished
 * messages deleted, the log is cut at its old end, and messages that hold it are relocated.
 */
final class Upkeep implements Runnable {

  private static final System.Logger LOG = System.getLogger("io.postern.gateway.spool");
  private static final long PERIOD_MILLIS = 200;

  /** So many segments may stand however little lives in them. */
  private static final int SLACK = 4;

  private final Intake intake;
  private final MessageIndex index;
  private final RecordLog log;
  private final Segments segments;
  private final CommitFeed feed;
  private final CommitReader reader;
  private final Bodies bodies;
  private final SpoolDisk disk;
  private final Relocation relocation;
  private final Semaphore calls = new Semaphore(0);
  private volatile boolean closed;
  private boolean failing;

  Upkeep(
      Intake intake,
      MessageIndex index,
      RecordLog log,
      Segments segments,
      CommitFeed feed,
      CommitReader reader,
      Bodies bodies,
      SpoolDisk disk,
      Relocation relocation) {
    this.intake = intake;
    this.index = index;
    this.log = log;
    this.segments = segments;
    this.feed = feed;
    this.reader = reader;
    this.bodies = bodies;
    this.disk = disk;
    this.relocation = relocation;
  }

  /** There is something to do before the period is over. */
  void call() {
    calls.release();
  }

  void close() {
    closed = true;
    call();
  }

  @Override
  public void run() {
    while (!closed) {
      try {
        turn();
        failing = false;
      } catch (IOException | RuntimeException e) {
        if (!failing && !closed) {
          LOG.log(Level.WARNING, "spool: cannot reclaim room; trying again until it works", e);
        }
        failing = true;
      }
      pause();
    }
  }

  private void turn() throws IOException {
    for (Long id = index.obsoleteFiles().poll(); id != null; id = index.obsoleteFiles().poll()) {
      bodies.remove(id);
    }
    cut();
    if (log.isUnprepared()
        && segments.newest().filter(Segment::isNextNear).isPresent()
        && !disk.isLow()) {
      log.prepare();
    }
    Optional<Segment> oldest = segments.oldest().filter(this::isRecorded);
    if (oldest.isPresent() && isTooMuch()) {
      relocation.empty(oldest.get());
      cut();
    }
  }

  /**
   * That they are cut is on disk before the first is, or the next start would take them for lost.
   */
  private void cut() throws IOException {
    List<Segment> useless = new ArrayList<>();
    for (Segment oldest : segments.all()) {
      if (!isRecorded(oldest) || live(oldest) > 0) {
        break;
      }
      useless.add(oldest);
    }
    if (useless.isEmpty()) {
      return;
    }
    int remaining = segments.from(useless.getLast().sequence() + 1).orElseThrow().sequence();
    PendingRecord promise = PendingRecord.Promise.oldest(remaining);
    intake.handIn(promise);
    SpoolUnavailable.await(promise.done());
    for (Segment segment : useless) {
      segments.cut(segment);
    }
  }

  /** Whether the audit journal has all of it, and it is no longer written to. */
  private boolean isRecorded(Segment segment) {
    return segment != segments.newest().orElse(segment)
        && feed.hasPassed(segment)
        && segment.lastEvent() <= reader.safePosition();
  }

  private int live(Segment segment) {
    intake.lock();
    try {
      return segment.live();
    } finally {
      intake.unlock();
    }
  }

  /** Whether the log has become more than twice what lives in it. */
  private boolean isTooMuch() {
    long octets = 0;
    int count = 0;
    intake.lock();
    try {
      for (Segment segment : segments.all()) {
        octets += segment.liveOctets();
        count++;
      }
    } finally {
      intake.unlock();
    }
    return count > SLACK + 2 * (octets / log.segmentSize());
  }

  private void pause() {
    try {
      if (calls.tryAcquire(PERIOD_MILLIS, TimeUnit.MILLISECONDS)) {
        calls.drainPermits();
      }
    } catch (InterruptedException e) {
      // Not the way to end this thread; it ends by the close.
    }
  }
}
