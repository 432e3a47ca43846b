package io.postern.gateway.spool;

import io.postern.gateway.spool.files.SpoolFiles;
import io.postern.gateway.spool.log.LocalLog;
import io.postern.gateway.spool.log.Position;
import io.postern.gateway.spool.log.RecordLog;
import io.postern.gateway.spool.log.SegmentStart;
import io.postern.gateway.spool.log.UnknownFormat;
import io.postern.gateway.thread.UninterruptibleThread;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.FileAlreadyExistsException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Puts the spool's parts together, starts its threads, and ends them. */
final class SpoolWorks implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger("io.postern.gateway.spool");

  /** A reader that hangs must not keep the gateway from stopping; it is told again at the start. */
  private static final Duration READER_TIME = Duration.ofSeconds(10);

  private final SpoolFolder folder;
  private final RecordLog log;
  private final Intake intake;
  private final Ledger ledger;
  private final Segments segments;
  private final Bodies bodies;
  private final Disk disk;
  private final Messages messages;
  private final Acceptances acceptances;
  private final SpoolIds ids;
  private final CommitFeed feed;
  private final Upkeep upkeep;
  private final Committer committer;
  private final int threshold;
  private final boolean later;
  private final SpoolStart start;
  private final Thread startThread;
  private final Thread committerThread;
  private final Thread feedThread;
  private final Thread upkeepThread;

  static SpoolWorks open(
      SpoolOptions options,
      Clock clock,
      CommitReader reader,
      Evidence evidence,
      Consumer<Loss> losses,
      SpoolFiles files) {
    SpoolFolder folder = new SpoolFolder(options.folder());
    try {
      RecordLog log =
          LocalLog.open(files, folder.root(), options.segmentSize(), options.node());
      boolean opened = false;
      try {
        SpoolWorks works = 
            new SpoolWorks(log, folder, options, clock, reader, evidence, losses, files);
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
          new Disk(files, folder.root(), options.reserve()).isFull(e),
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
      Consumer<Loss> losses,
      SpoolFiles files)
      throws IOException {
    this.folder = folder;
    this.log = log;
    this.threshold = Math.min(options.spillThreshold(), log.segmentSize() / 8);
    this.intake = new Intake();
    this.ledger = new Ledger();
    folder.create(files);
    this.segments = new Segments(log);
    DamagedFolder damaged = new DamagedFolder(files, folder, clock);
    Recovery recovery =
        new Recovery(files, folder, log, segments, intake, ledger, damaged, evidence);
    this.later = recovery.begin();
    Optional<Recovery.Outcome> outcome =
        later ? Optional.empty() : Optional.of(recovery.run());
    this.ids = new SpoolIds(clock, recovery.idFloor(), options.node(), intake);
    // A new spool beside a kept journal must not use positions that the journal takes for known.
    log.passOver(Position.sequence(Math.max(0, reader.safePosition())));
    log.passOver(Position.sequence(Math.max(0, evidence.position())));
    LogEnd end = new LogEnd(log.writer(), segments);
    end.next(new SegmentStart(ids.ceiling(), later ? -1 : ledger.recorded()));
    this.disk = new Disk(files, folder.root(), options.reserve());
    this.bodies = new Bodies(files, folder, disk);
    this.messages = new Messages(folder, intake, ledger, bodies, damaged, clock);
    int room = log.largestRecord();
    this.acceptances =
        new Acceptances(intake, ledger, new Marking(messages, room / 4), bodies, disk, room);
    this.feed =
        new CommitFeed(
            reader,
            new LogReader(log, segments, damaged),
            Position.of(end.segment().sequence(), end.segment().end()));
    Relocation relocation = new Relocation(intake, ledger, messages);
    this.upkeep = new Upkeep(intake, ledger, log, segments, feed, reader, bodies, disk, relocation);
    this.committer =
        new Committer(intake, ledger, end, disk, feed, ids, upkeep::call, room);
    this.feedThread = UninterruptibleThread.unstarted("postern-spool-feed", feed);
    this.upkeepThread = UninterruptibleThread.unstarted("postern-spool-upkeep", upkeep);
    this.start = new SpoolStart(recovery, this::recovered, losses);
    this.startThread = UninterruptibleThread.unstarted("postern-spool-recovery", start);
    this.committerThread = UninterruptibleThread.started("postern-spool-committer", committer);
    if (outcome.isPresent()) {
      committer.count();
      start.end(outcome.get());
    } else {
      LOG.log(
          Level.INFO,
          "spool: mail can be taken; the messages in {0} segments of {1} are recovered beside",
          segments.all().size() - 1,
          folder.root());
      startThread.start();
    }
  }

  /** Only now can the log be read to the journal, and cut: both need to know what is in it. */
  private void recovered(Recovery.Outcome outcome) {
    feedThread.start();
    upkeepThread.start();
    for (Recovery.Unsound message : outcome.unsound()) {
      messages.setAside(message.entry(), message.why());
    }
    outcome.finding().ifPresent(this::reported);
    if (later) {
      committer.countInNext();
      intake.handIn(PendingRecord.Promise.ceiling(ids.ceiling()));
    }
    LOG.log(
        Level.INFO,
        "spool: {0} unfinished messages in {1} segments of {2}",
        ledgerSize(),
        segments.all().size(),
        folder.root());
  }

  /** The next start does not report the same segments again. */
  private void reported(Recovery.Finding finding) {
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

  Disk disk() {
    return disk;
  }

  Acceptances acceptances() {
    return acceptances;
  }

  Messages messages() {
    return messages;
  }

  List<Long> unfinishedIds() {
    var _ = start.await();
    intake.lock();
    try {
      return ledger.ids();
    } finally {
      intake.unlock();
    }
  }

  List<RecipientGroup> groups(long after, int most) {
    var _ = start.await();
    intake.lock();
    try {
      return ledger.groups(after, most);
    } finally {
      intake.unlock();
    }
  }

  SpoolHealth health() {
    Optional<String> ended = Optional.empty();
    if (!intake.isClosed()) {
      for (Thread thread : List.of(committerThread, feedThread, upkeepThread)) {
        if (thread.getState() == Thread.State.TERMINATED) {
          ended = Optional.of(thread.getName());
        }
      }
      if (startThread.getState() == Thread.State.TERMINATED && !start.isThrough()) {
        ended = Optional.of(startThread.getName());
      }
    }
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

  QueueCounts counts() {
    var _ = start.await();
    intake.lock();
    try {
      return ledger.counts();
    } finally {
      intake.unlock();
    }
  }

  List<SpoolId> page(QueueSelection selection, long after, int most) {
    var _ = start.await();
    intake.lock();
    try {
      intake.requireOpen();
      return ledger.page(selection, after, most).stream().map(SpoolId::new).toList();
    } finally {
      intake.unlock();
    }
  }

  int size() {
    var _ = start.await();
    return ledgerSize();
  }

  private int ledgerSize() {
    intake.lock();
    try {
      return ledger.size();
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
    try {
      startThread.join();
      intake.close();
      committerThread.join();
      upkeepThread.join();
      feed.close();
      if (feedThread.getState() != Thread.State.NEW && !feedThread.join(READER_TIME)) {
        LOG.log(
            Level.WARNING,
            "spool: the audit journal did not take its records within {0}; they are told again at"
                + " the next start",
            READER_TIME);
      }
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
