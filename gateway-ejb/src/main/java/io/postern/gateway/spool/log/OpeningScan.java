package io.postern.gateway.spool.log;

import java.io.IOException;

/**
 * The scan of a segment that an earlier writer left: finds its end, and that the file is cut short
 * where nothing else says how far the records went.
 */
final class OpeningScan implements LogScan {

  private final SegmentFile segment;
  private final boolean endIsUnknown;
  private final SegmentScan scan;
  private boolean ended;

  private OpeningScan(SegmentFile segment, boolean endIsUnknown, SegmentScan scan) {
    this.segment = segment;
    this.endIsUnknown = endIsUnknown;
    this.scan = scan;
  }

  static OpeningScan of(SegmentFile segment, SegmentEnd end) throws IOException {
    return new OpeningScan(segment, end.isOpen(), end.scan(segment, segment.open()));
  }

  @Override
  public ScanResult next() {
    if (ended) {
      return new ScanResult.End(segment.end());
    }
    ScanResult next = scan.next();
    if (!(next instanceof ScanResult.End(int at))) {
      return next;
    }
    ended = true;
    segment.end(at);
    if (!endIsUnknown || !segment.isCutShort()) {
      return next;
    }
    // What is missing gets a position of its own, behind the last record.
    segment.end(at + RecordHeader.ALIGNMENT);
    return new ScanResult.Missing(
        at,
        segment.end(),
        "segment %s has %d octets instead of %d; what was behind octet %d is lost"
            .formatted(
                Position.digits(segment.sequence()),
                segment.fileSize(),
                segment.header().size(),
                at));
  }

  @Override
  public int offset() {
    return scan.offset();
  }

  @Override
  public void skipTo(int position) {
    scan.skipTo(position);
  }

  @Override
  public void close() throws IOException {
    scan.close();
  }
}
