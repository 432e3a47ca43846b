package io.postern.gateway.spool;

import java.util.List;
import java.util.Set;

/**
 * Where a segment's records end, as far as the segments after it say.
 *
 * @param limit where they end, at the latest
 * @param isOpen whether they may end before that, in a torn write
 */
record SegmentEnd(int limit, boolean isOpen) {

  static SegmentEnd of(Segment segment, List<Segment> log, Set<Integer> unreadable) {
    boolean passedOver = false;
    for (Segment later : log.reversed()) {
      if (later.sequence() <= segment.sequence()) {
        break;
      }
      if (!unreadable.contains(later.sequence())) {
        int previous = later.header().previous();
        if (previous == segment.sequence()) {
          return new SegmentEnd(later.header().previousEnd(), false);
        }
        passedOver |= previous < segment.sequence();
      }
    }
    // A segment that a later one does not go on from could not be begun; nothing was written to it.
    return passedOver
        ? new SegmentEnd(Segment.FIRST_RECORD, false)
        : new SegmentEnd(segment.limit(), true);
  }

  SegmentScan scan(Segment segment, SpoolFile file) {
    return new SegmentScan(
        segment.header(),
        file,
        Segment.FIRST_RECORD,
        limit,
        isOpen ? SegmentScan.Extent.OPEN : SegmentScan.Extent.KNOWN,
        isOpen);
  }
}
