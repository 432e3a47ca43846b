package io.postern.gateway.spool.log;

import io.postern.gateway.spool.files.SpoolFile;
import java.util.List;

/**
 * Where a segment's records end, as far as the segments after it say.
 *
 * @param limit where they end, at the latest
 * @param isOpen whether they may end before that, in a torn write
 */
record SegmentEnd(int limit, boolean isOpen) {

  static SegmentEnd of(SegmentFile segment, List<SegmentFile> log) {
    boolean passedOver = false;
    for (SegmentFile later : log.reversed()) {
      if (later.sequence() <= segment.sequence()) {
        break;
      }
      if (later.isReadable()) {
        int previous = later.header().previous();
        if (previous == segment.sequence()) {
          return new SegmentEnd(later.header().previousEnd(), false);
        }
        passedOver |= previous < segment.sequence();
      }
    }
    // A segment that a later one does not go on from could not be begun; nothing was written to it.
    return passedOver
        ? new SegmentEnd(SegmentFile.FIRST_RECORD, false)
        : new SegmentEnd(segment.limit(), true);
  }

  SegmentScan scan(SegmentFile segment, SpoolFile file) {
    return new SegmentScan(
        segment.header(),
        file,
        SegmentFile.FIRST_RECORD,
        limit,
        isOpen ? SegmentScan.Extent.OPEN : SegmentScan.Extent.KNOWN,
        isOpen);
  }
}
