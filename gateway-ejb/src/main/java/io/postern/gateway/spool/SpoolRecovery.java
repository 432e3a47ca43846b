package io.postern.gateway.spool;

import io.postern.gateway.spool.files.SpoolFiles;
import io.postern.gateway.spool.log.LogScan;
import io.postern.gateway.spool.log.Position;
import io.postern.gateway.spool.log.RecordLog;
import io.postern.gateway.spool.log.ScanResult;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Finds out, at the start, what is on disk. docs/spool-states.md says what is made of it.
 *
 * <p>In two steps: {@link #begin} finds what must be known before anything is accepted, {@link
 * #run} all the rest. The second may be done beside acceptances: it deals with messages whose ids
 * are at most {@link #idFloor} and with segments that were there before, and nothing else does
 * until it is through.
 */
final class SpoolRecovery {

  /**
   * What was found beside segments and index.
   *
   * @param unsound messages that are to be set aside
   * @param finding what is lost
   */
  record Outcome(List<Unsound> unsound, Optional<Finding> finding) {
    Optional<Loss> loss() {
      return finding.map(Finding::loss);
    }
  }

  /**
   * What is lost.
   *
   * @param segments sequences of missing segments that were not reported before
   */
  record Finding(Loss loss, List<Integer> segments) {}

  record Unsound(Entry entry, String why) {}

  private static final System.Logger LOG = System.getLogger("io.postern.gateway.spool");

  /** Between tries to read a segment. */
  private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(100);

  private final SpoolFiles files;
  private final SpoolFolder folder;
  private final RecordLog log;
  private final Intake intake;
  private final MessageIndex index;
  private final DamagedFolder damaged;
  private final Comparison comparison;
  private final MessageIndexBuilder builder;
  private final LogEndFinder end;
  private final List<String> damages = new ArrayList<>();

  /** Those of earlier lives. */
  private final List<Segment> found;

  /** Body files as they were before anything was accepted. */
  private final Map<String, Long> bodies = new HashMap<>();

  /** Whether {@link #run} is done beside acceptances. */
  private boolean later;

  private boolean anyDamage;

  private volatile boolean stopped;

  SpoolRecovery(
      SpoolFiles files,
      SpoolFolder folder,
      RecordLog log,
      Segments segments,
      Intake intake,
      MessageIndex index,
      DamagedFolder damaged,
      Evidence evidence) {
    this.files = files;
    this.folder = folder;
    this.log = log;
    this.found = List.copyOf(segments.all());
    this.intake = intake;
    this.index = index;
    this.damaged = damaged;
    this.comparison = new Comparison(evidence);
    this.builder = new MessageIndexBuilder(intake, index, comparison);
    this.end = new LogEndFinder(log, found, evidence.position());
  }

  /**
   * Finds the end of the log and the highest id, and removes what nobody accepted.
   *
   * @return whether {@link #run} may be done later, beside acceptances; else it is to be done first
   */
  boolean begin() throws IOException {
    for (String name : files.list(folder.incoming()).keySet()) {
      files.delete(folder.incoming().resolve(name));
    }
    bodies.putAll(files.list(folder.contents()));
    later = end.isFound();
    return later;
  }

  /** Ids go on above it; to be asked after {@link #begin}, or else after {@link #run}. */
  long idFloor() {
    return Math.max(later ? end.highestId() : builder.highestId(), comparison.highestId());
  }

  /**
   * How many messages of earlier lives are not finished, or are at least; -1 when that is not
   * known. To be asked as {@link #idFloor}.
   */
  int unfinished() {
    return later ? end.atLeastUnfinished() : builder.recorded();
  }

  /** Builds the list of the unfinished, and compares it with what is known. */
  Outcome run() throws IOException {
    for (Segment segment : found) {
      if (segment.log().isReadable()) {
        builder.begins(segment);
        scan(segment);
      } else {
        setAsideWhole(segment);
      }
      requireGoingOn();
    }
    Map<String, Long> orphans = compareBodies();
    Optional<Finding> finding = compareWithEvidence(orphans);
    removeOrphans(orphans);
    return new Outcome(builder.unsound(), finding);
  }

  /** Lets {@link #run} end soon, by an exception. */
  void stop() {
    stopped = true;
  }

  private void requireGoingOn() {
    if (stopped) {
      throw new SpoolUnavailable("spool: closed before it was recovered", false);
    }
  }

  private Optional<Finding> compareWithEvidence(Map<String, Long> orphans) {
    comparison.compareEnd(found.isEmpty() ? Optional.empty() : Optional.of(found.getLast()));
    comparison.compareBodies(orphans.keySet(), builder.highestId());
    List<Integer> segmentsMissing = comparison.compareSegments(found);
    List<SpoolId> ids = missing();
    int count = comparison.missing(ids.size(), builder.recorded(), anyDamage);
    if (comparison.reasons().isEmpty() && count == 0) {
      return Optional.empty();
    }
    anyDamage = true;
    List<String> reasons = new ArrayList<>(comparison.reasons());
    reasons.addAll(damages);
    if (reasons.isEmpty()) {
      reasons.add("their records are not in the spool");
    }
    String list = damaged.list(reasons, ids, count, comparison.isCertain());
    return Optional.of(
        new Finding(new Loss(reasons, ids, count, comparison.isCertain(), list), segmentsMissing));
  }

  private List<SpoolId> missing() {
    intake.lock();
    try {
      return comparison.missing(index);
    } finally {
      intake.unlock();
    }
  }

  private void setAsideWhole(Segment segment) {
    int size = segment.end();
    String name = Position.digits(segment.sequence());
    String kept = damaged.copy(segment, 0, size, name + ".seg");
    note(segment, 0, size, "both headers of segment " + name + " are damaged; it was " + kept);
  }

  private void scan(Segment segment) throws IOException {
    LogScan scan = open(segment);
    try {
      while (true) {
        requireGoingOn();
        switch (scan.next()) {
          case ScanResult.Valid record -> take(segment, record);
          case ScanResult.Unreadable octets -> damaged(damaged.take(segment, octets));
          case ScanResult.Missing missing ->
              note(segment, missing.from(), missing.to(), missing.what());
          case ScanResult.End none -> {
            return;
          }
        }
      }
    } finally {
      close(scan, segment);
    }
  }

  /** Beside acceptances there is no way back: it is tried until it works. */
  private LogScan open(Segment segment) throws IOException {
    boolean said = false;
    while (true) {
      try {
        return log.scan(segment.log());
      } catch (IOException e) {
        if (!later) {
          throw e;
        }
        if (!said) {
          LOG.log(
              Level.ERROR,
              "spool: cannot read segment {0} ({1}); trying again until it works, the messages in it"
                  + " wait",
              Position.digits(segment.sequence()),
              e.getMessage());
          said = true;
        }
        requireGoingOn();
        LockSupport.parkNanos(PATIENCE);
      }
    }
  }

  /** It was read; nothing is lost when that fails. */
  private static void close(LogScan scan, Segment segment) {
    try {
      scan.close();
    } catch (IOException e) {
      LOG.log(
          Level.WARNING,
          "spool: cannot close segment {0} ({1})",
          Position.digits(segment.sequence()),
          e.getMessage());
    }
  }

  private void take(Segment segment, ScanResult.Valid record) {
    try {
      builder.take(segment, record);
    } catch (RuntimeException e) {
      damaged(
          damaged.take(
              segment,
              new ScanResult.Unreadable(record.offset(), record.offset() + record.size())));
    }
  }

  private void note(Segment segment, int from, int to, String what) {
    damaged(damaged.note(segment, from, to, what));
  }

  private void damaged(Committed.Damaged found) {
    anyDamage = true;
    damages.add(found.what());
  }

  /** Body files and messages must belong together; answers the files that belong to none. */
  private Map<String, Long> compareBodies() {
    intake.lock();
    try {
      // Those of messages found and finished are among the orphans.
      index.obsoleteFiles().removeIf(id -> id <= builder.highestId());
      Map<String, Long> orphans = new HashMap<>(bodies);
      for (Map.Entry<Long, Long> body : builder.bodySizes().entrySet()) {
        Optional<Entry> entry = index.find(body.getKey());
        if (entry.isPresent()) {
          Long size = orphans.remove(new SpoolId(body.getKey()).toString());
          if (size == null || !size.equals(body.getValue())) {
            builder
                .unsound()
                .add(new Unsound(entry.get(), "its body file is missing or has the wrong size"));
          }
        }
      }
      return orphans;
    } finally {
      intake.unlock();
    }
  }

  private void removeOrphans(Map<String, Long> orphans) {
    for (String name : orphans.keySet()) {
      Path orphan = folder.contents().resolve(name);
      if (anyDamage) {
        // It may belong to a message whose record is damaged or missing.
        damaged.move(orphan, name + ".body");
        continue;
      }
      try {
        files.delete(orphan);
      } catch (IOException e) {
        LOG.log(
            Level.WARNING,
            "spool: cannot delete {0}, which belongs to no message ({1}); it goes at the next start",
            orphan,
            e.getMessage());
      }
    }
  }
}
