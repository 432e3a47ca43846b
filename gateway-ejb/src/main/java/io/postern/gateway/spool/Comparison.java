package io.postern.gateway.spool;

import io.postern.gateway.spool.log.LogSegment;
import io.postern.gateway.spool.log.Position;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Compares what recovery finds in the log with what is known of it: by the evidence from outside,
 * by the predecessors that the segments name, and by the number of unfinished messages that each
 * segment says there were when it was begun.
 */
final class Comparison {

  private final Evidence evidence;
  private final UnfinishedCounts missing;
  private final List<String> reasons = new ArrayList<>();

  /**
   * Messages from before the newest segment that has a number, whose record is not there because it
   * was cut after they were finished or set aside in, or relocated to, that segment or a later one.
   */
  private final Set<Long> explained = new HashSet<>();

  private final Set<Integer> reported = new HashSet<>();
  private int oldest;
  private int deficit;

  Comparison(Evidence evidence) {
    this.evidence = evidence;
    this.missing = evidence.unfinished().copy();
  }

  /**
   * A segment is read next; so many messages were found unfinished before it. One that was begun
   * while the number was not known says nothing; then that of an earlier one counts.
   */
  void begins(LogSegment segment, int found) {
    oldest = Math.max(oldest, segment.oldest());
    int unfinished = segment.start().unfinished();
    if (unfinished >= 0) {
      deficit = Math.max(0, unfinished - found);
      explained.clear();
    }
  }

  /** A record says that all segments before this one were cut. */
  void cut(int remaining) {
    oldest = Math.max(oldest, remaining);
  }

  /**
   * A mark finishes a recipient.
   *
   * @param seen whether the message has a record
   */
  void finishes(long position, long id, boolean seen) {
    if (position > evidence.unfinishedAt()) {
      missing.finishOne(id);
    }
    if (!seen) {
      explained.add(id);
    }
  }

  /**
   * A message stands here again.
   *
   * @param seen whether it has an older record
   */
  void relocated(long id, boolean seen) {
    if (!seen) {
      explained.add(id);
    }
  }

  /**
   * A message was set aside, and that was recorded.
   *
   * @param seen whether the message has a record
   */
  void setAside(long id, boolean seen) {
    missing.remove(id);
    if (!seen) {
      explained.add(id);
    }
  }

  /** The segment was missing at an earlier start, and that was reported. */
  void reported(int sequence) {
    reported.add(sequence);
  }

  /**
   * Segments that a later one names as its predecessor, that are not there, were not cut, and were
   * not reported before; answers their sequences.
   */
  List<Integer> compareSegments(Collection<Segment> log) {
    Set<Integer> there = new HashSet<>();
    List<Integer> found = new ArrayList<>();
    for (Segment segment : log) {
      int previous = segment.log().previous();
      boolean expected = oldest > 0 ? previous >= oldest : !there.isEmpty() && previous > 0;
      if (expected && !there.contains(previous) && !reported.contains(previous)) {
        found.add(previous);
        reasons.add("segment " + Position.digits(previous) + " is missing");
      }
      there.add(segment.sequence());
    }
    return found;
  }

  /** A body file whose id is above the ceiling in the log belongs to a segment that is missing. */
  void compareBodies(Set<String> orphans, long idCeiling) {
    for (String name : orphans) {
      if (isAbove(name, idCeiling)) {
        reasons.add("content/" + name + " is newer than the newest segment");
      }
    }
  }

  private static boolean isAbove(String name, long idCeiling) {
    try {
      return SpoolId.parse(name).value() > idCeiling;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Records that the journal has and that were behind the end of what there is. */
  void compareEnd(Optional<Segment> newest) {
    int sequence = Position.sequence(Math.max(0, evidence.position()));
    int offset = Position.offset(Math.max(0, evidence.position()));
    int last = newest.map(Segment::sequence).orElse(0);
    if (sequence > last) {
      reasons.add(
          newest.isEmpty()
              ? "there is no segment"
              : "segment %s is missing".formatted(Position.digits(sequence)));
    } else if (sequence == last && sequence > 0 && offset >= newest.get().end()) {
      reasons.add(
          "segment %s ends at octet %d, though there was a record at octet %d"
              .formatted(Position.digits(last), newest.get().end(), offset));
    }
  }

  /** Ids that are known to be unfinished and are not in the index. */
  List<SpoolId> missing(MessageIndex index) {
    return missing.ids().stream().filter(id -> !index.knows(id.value())).toList();
  }

  /**
   * How many messages are lost, when so many are known by name and so many are there. The newest
   * segment's header counts too. Where something is damaged and the journal does not know
   * everything, so does the number that was last written down.
   */
  int missing(int named, int there, boolean anyDamage) {
    int count = Math.max(named, Math.max(0, deficit - explained.size()));
    boolean journalCounts = evidence.unfinishedAt() >= 0 && evidence.certain();
    boolean estimated = !journalCounts && (anyDamage || !reasons.isEmpty());
    return estimated ? Math.max(count, evidence.lastCount() - there) : count;
  }

  boolean isCertain() {
    return evidence.certain();
  }

  List<String> reasons() {
    return reasons;
  }

  long highestId() {
    return evidence.highestId();
  }
}
