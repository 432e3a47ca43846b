package io.postern.gateway.spool;

import io.postern.gateway.spool.files.SpoolFiles;
import io.postern.gateway.spool.log.LocalLog;
import io.postern.gateway.spool.log.Position;
import io.postern.gateway.spool.log.RecordLog;
import io.postern.gateway.spool.log.SegmentStart;
import io.postern.gateway.spool.log.UnknownFormat;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.FileAlreadyExistsException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Puts the spool's parts together, starts its threads, and ends them. */
final class SpoolWorks implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger("io.postern.gateway.spool");

  private final SpoolFolder folder;
  private final RecordLog log;
  private final Intake intake;
  private final MessageIndex index;
  private final Segments segments;
  private final Bodies bodies;
  private final SpoolDisk disk;
  private final Messages messages;
  private final Acceptances acceptances;
  private final SpoolIds ids;
  private final Upkeep upkeep;
  private final Committer committer;
  private final int threshold;
  private final Optional<SpoolRecovery.Outcome> outcome;
  private final RecoveryListener listener;
  private final SpoolStart start;
  private final MessageIndexView view;
  private final SpoolThreads threads;

  static SpoolWorks open(
      SpoolOptions options,
      Clock clock,
      CommitReader reader,
      Evidence evidence,
      RecoveryListener listener,
      SpoolFiles files) {
    SpoolFolder folder = new SpoolFolder(options.folder());
    try {
      RecordLog log = LocalLog.open(files, folder.root(), options.segmentSize(), options.node());
      boolean opened = false;
      try {
        SpoolWorks works =
            new SpoolWorks(log, folder, options, clock, reader, evidence, listener, files);
        opened = true;
        return works;
      } finally {
        if (!opened) {
          log.close();
        }
      }
    } catch (UnknownFormat e) {
      throw new SpoolUnavailable(String.valueOf(e.getMessage()), false, e);
    } catch (FileAlreadyExistsException e) {
      throw new SpoolUnavailable(
          "spool: %s is no folder, or a symbolic link that leads nowhere; not started, nothing was"
                  .formatted(e.getMessage())
              + " changed: mount what it leads to or put the folder back, or remove what is there and"
              + " have its messages reported as lost",
          false,
          e);
    } catch (IOException e) {
      throw new SpoolUnavailable(
          "spool: cannot use folder %s (%s); no mail is taken"
              .formatted(options.folder(), e.getMessage()),
          new SpoolDisk(files, folder.root(), options.reserve()).isFull(e),
          e);
    }
  }

  private SpoolWorks(
      RecordLog log,
      SpoolFolder folder,
      SpoolOptions options,
      Clock clock,
      CommitReader reader,
      Evidence evidence,
      RecoveryListener listener,
      SpoolFiles files)
      throws IOException {
    this.folder = folder;
    this.log = log;
    this.threshold = Math.min(options.spillThreshold(), log.segmentSize() / 8);
    this.intake = new Intake();
    this.index = new MessageIndex();
    folder.create(files);
    this.segments = new Segments(log);
    DamagedFolder damaged = new DamagedFolder(files, folder, clock);
    SpoolRecovery recovery =
        new SpoolRecovery(files, folder, log, segments, intake, index, damaged, evidence);
    this.outcome = recovery.begin() ? Optional.empty() : Optional.of(recovery.run());
    this.listener = listener;
    this.ids = new SpoolIds(clock, recovery.idFloor(), options.node(), intake);
    // A new spool beside a kept journal must not use positions that the journal takes for known.
    log.passOver(Position.sequence(Math.max(0, reader.safePosition())));
    log.passOver(Position.sequence(Math.max(0, evidence.position())));
    LogEnd end = new LogEnd(log.writer(), segments);
    end.next(new SegmentStart(ids.ceiling(), recovery.unfinished()));
    this.disk = new SpoolDisk(files, folder.root(), options.reserve());
    this.bodies = new Bodies(files, folder, disk);
    this.messages = new Messages(folder, intake, index, bodies, damaged, clock);
    int largest = log.largestRecord();
    this.acceptances =
        new Acceptances(intake, index, new Marking(messages, largest / 4), bodies, disk, largest);
    CommitFeed feed =
        new CommitFeed(
            reader,
            new LogReader(log, segments, damaged),
            Position.of(end.segment().sequence(), end.segment().end()));
    Relocation relocation = new Relocation(intake, index, messages);
    this.upkeep = new Upkeep(intake, index, log, segments, feed, reader, bodies, disk, relocation);
    this.committer = new Committer(intake, index, end, disk, feed, ids, upkeep::call, largest);
    this.start = new SpoolStart(recovery, this::recovered);
    this.view = new MessageIndexView(start, intake, index);
    this.threads = new SpoolThreads(committer, feed, upkeep, start);
    threads.commit();
  }

  /** Makes the messages of earlier lives known, beside acceptances when they are not yet. */
  void recover() {
    if (outcome.isPresent()) {
      committer.count();
      start.end(outcome.get());
      return;
    }
    LOG.log(
        Level.INFO,
        "spool: mail can be taken; the messages in {0} segments of {1} are recovered beside",
        segments.all().size() - 1,
        folder.root());
    threads.recover();
  }

  /** The messages of earlier lives are known. */
  private void recovered(SpoolRecovery.Outcome found) {
    threads.recovered();
    for (SpoolRecovery.Unsound message : found.unsound()) {
      messages.setAside(message.entry(), message.why());
    }
    found.finding().ifPresent(this::reported);
    if (outcome.isEmpty()) {
      committer.countInNext();
      intake.handIn(PendingRecord.Promise.ceiling(ids.ceiling()));
    }
    LOG.log(
        Level.INFO,
        "spool: {0} unfinished messages in {1} segments of {2}",
        ledgerSize(),
        segments.all().size(),
        folder.root());
    listener.recovered(found.loss(), ledgerSize());
  }

  /** The next start does not report the same segments again. */
  private void reported(SpoolRecovery.Finding finding) {
    for (int sequence : finding.segments()) {
      intake.handIn(PendingRecord.Promise.missing(sequence));
    }
    Loss found = finding.loss();
    LOG.log(
        Level.ERROR,
        "spool: {0}{1} accepted messages are lost: {2}; {3}",
        found.certain() ? "" : "up to ",
        found.count(),
        String.join("; ", found.reasons()),
        found.list().isEmpty() ? "the journal names them" : "named in damaged/" + found.list());
  }

  /** Waits until the messages of earlier lives are known. */
  Optional<Loss> loss() {
    return start.await();
  }

  SpoolStart start() {
    return start;
  }

  SpoolIds ids() {
    return ids;
  }

  ContentWriter newContent() {
    return new SpillingWriter(bodies, threshold);
  }

  SpoolDisk disk() {
    return disk;
  }

  Acceptances acceptances() {
    return acceptances;
  }

  Messages messages() {
    return messages;
  }

  MessageIndexView view() {
    return view;
  }

  SpoolHealth health() {
    Optional<String> ended = intake.isClosed() ? Optional.empty() : threads.ended();
    Optional<SpoolUnavailable> failure = committer.failure();
    if (failure.isPresent()) {
      return new SpoolHealth(
          failure.get().full() ? SpoolHealth.Condition.DISK_FULL : SpoolHealth.Condition.UNWRITABLE,
          String.valueOf(failure.get().getMessage()),
          ended);
    }
    try {
      return disk.isLow()
          ? new SpoolHealth(
              SpoolHealth.Condition.DISK_LOW, String.valueOf(disk.low().getMessage()), ended)
          : new SpoolHealth(SpoolHealth.Condition.OPEN, "", ended);
    } catch (IOException e) {
      return new SpoolHealth(
          SpoolHealth.Condition.UNWRITABLE,
          "spool: cannot look at the disk (" + e.getMessage() + ")",
          ended);
    }
  }

  CompletableFuture<Void> probe() {
    PendingRecord probe = PendingRecord.Promise.ceiling(ids.ceiling());
    intake.handIn(probe);
    return probe.done();
  }

  private int ledgerSize() {
    intake.lock();
    try {
      return index.size();
    } finally {
      intake.unlock();
    }
  }

  void requireOpen() {
    intake.lock();
    try {
      intake.requireOpen();
    } finally {
      intake.unlock();
    }
  }

  @Override
  public void close() {
    if (intake.isClosed()) {
      return;
    }
    // The others know first, so that they do not take the closed intake for a failure.
    upkeep.close();
    start.stop();
    intake.close();
    try {
      threads.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try {
      log.close();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "spool: cannot close a file", e);
    }
  }
}
