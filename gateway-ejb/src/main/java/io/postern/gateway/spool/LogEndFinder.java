package io.postern.gateway.spool;

import io.postern.gateway.spool.log.LogScan;
import io.postern.gateway.spool.log.Position;
import io.postern.gateway.spool.log.RecordLog;
import io.postern.gateway.spool.log.ScanResult;
import java.io.IOException;
import java.util.List;

/**
 * Finds the end of the log and the highest id in it from the newest segment alone, when there is
 * nothing out of the ordinary.
 */
final class LogEndFinder {

  private final RecordLog log;
  private final List<Segment> found;
  private final long knownPosition;
  private long highestId;

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
            if (!record.sound() || !isIdFound(record)) {
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

  private boolean isIdFound(ScanResult.Valid record) {
    DescriptionReader from = new DescriptionReader(record.description());
    try {
      switch (record.type()) {
        case IDS -> highestId = Math.max(highestId, from.int64());
        case ACCEPTED, RELOCATED ->
            highestId = Math.max(highestId, Description.readOutline(from).id());
        case MARKED, SET_ASIDE, SYNCED -> {
          // Of messages that have ids already.
        }
      }
      return true;
    } catch (RuntimeException e) {
      return false; // who reads all of it takes it for damage
    }
  }
}
