package io.postern.gateway.spool.log;

import java.nio.file.Path;

/** Where the log's files are in the spool's folder. */
record LogFolder(Path root) {

  private static final String SEGMENT = ".seg";
  private static final String SPARE = "spare-";

  Path lock() {
    return root.resolve("lock");
  }

  Path segments() {
    return root.resolve("segments");
  }

  Path segment(int sequence) {
    return segments().resolve(segmentName(sequence));
  }

  Path spare(int sequence) {
    return segments().resolve(SPARE + segmentName(sequence));
  }

  private static String segmentName(int sequence) {
    return Position.digits(sequence) + SEGMENT;
  }

  static boolean isSpare(String name) {
    return name.startsWith(SPARE);
  }

  /** The sequence that a segment's name says, or -1 when it is not a segment's name. */
  static int sequence(String name) {
    if (!name.endsWith(SEGMENT) || isSpare(name)) {
      return -1;
    }
    try {
      return Integer.parseInt(name.substring(0, name.length() - SEGMENT.length()));
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
