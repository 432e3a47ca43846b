package io.postern.gateway.spool;

import io.postern.gateway.spool.log.LogScan;
import io.postern.gateway.spool.log.Position;
import io.postern.gateway.spool.log.RecordLog;
import io.postern.gateway.spool.log.RecordType;
import io.postern.gateway.spool.log.ScanResult;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the end of the log and the highest id in it from the newest segment alone, when there is
 * nothing out of the ordinary; and how many messages there are at least.
 */
final class LogEndFinder {

  private final RecordLog log;
  private final List<Segment> found;
  private final long knownPosition;
  private final Set<Long> gone = new HashSet<>();
  private long highestId;
  private int accepted;

  /**
   * @param found all segments, oldest first
   * @param knownPosition there must be a record at it; -1 for none
   */
  LogEndFinder(RecordLog log, List<Segment> found, long knownPosition) {
    this.log = log;
    this.found = found;
    this.knownPosition = knownPosition;
  }

  /**
   * Whether the end is found. Then each segment's end is known too, and nothing is damaged in the
   * newest one.
   */
  boolean isFound() throws IOException {
    return found.size() > 1 && isUnbroken() && isNewestWhole();
  }

  /** No id above it was given out. */
  long highestId() {
    return highestId;
  }

  /**
   * So many messages at least are not finished, -1 when that is not known: those that the newest
   * segment was begun with and those accepted in it, without each of which a recipient was finished
   * in it.
   */
  int atLeastUnfinished() {
    int before = found.getLast().log().start().unfinished();
    return before < 0 ? -1 : Math.max(0, before + accepted - gone.size());
  }

  private boolean isUnbroken() {
    for (int i = 0; i < found.size(); i++) {
      if (!found.get(i).log().isReadable()
          || (i > 0 && found.get(i).log().previous() != found.get(i - 1).sequence())) {
        return false;
      }
    }
    return true;
  }

  /** Its header has a ceiling of all ids before it, its records of those behind. */
  private boolean isNewestWhole() throws IOException {
    Segment newest = found.getLast();
    highestId = newest.log().start().idCeiling();
    try (LogScan scan = log.scan(newest.log())) {
      while (true) {
        switch (scan.next()) {
          case ScanResult.Valid record -> {
            if (!record.sound() || !isUnderstood(record)) {
              return false;
            }
          }
          case ScanResult.Unreadable _, ScanResult.Missing _ -> {
            return false;
          }
          case ScanResult.End _ -> {
            return Math.max(0, knownPosition) < Position.of(newest.sequence(), newest.end());
          }
        }
      }
    }
  }

  private boolean isUnderstood(ScanResult.Valid record) {
    try {
      take(record.type(), new DescriptionReader(record.description()));
      return true;
    } catch (RuntimeException e) {
      return false; // who reads all of it takes it for damage
    }
  }

  private void take(RecordType type, DescriptionReader from) {
    switch (type) {
      case IDS -> highestId = Math.max(highestId, from.int64());
      case ACCEPTED -> {
        highestId = Math.max(highestId, Description.readOutline(from).id());
        accepted++;
        finished(MarkGroup.readAll(from));
      }
      case RELOCATED -> highestId = Math.max(highestId, Description.readOutline(from).id());
      case MARKED -> finished(MarkGroup.readAll(from));
      case SET_ASIDE -> gone.add(from.int64());
      case SYNCED -> {
        // The scan has used it.
      }
    }
  }

  private void finished(List<MarkGroup> groups) {
    for (MarkGroup group : groups) {
      for (Mark mark : group.marks()) {
        if (mark.state() instanceof RecipientState.Finished) {
          gone.add(mark.id().value());
        }
      }
    }
  }
}
