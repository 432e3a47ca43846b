package io.postern.gateway.spool.log;

import java.io.IOException;

/** What was to be read is in a segment that is not there any more. */
public class SegmentGone extends IOException {

  private static final long serialVersionUID = 1L;

  SegmentGone(IOException cause) {
    super(cause.getMessage(), cause);
  }
}
