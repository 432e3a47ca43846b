package io.postern.gateway.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** Where things are in the spool's folder. */
record SpoolFolder(Path root) {

  private static final String SEGMENT = ".seg";
  private static final String SPARE = "spare-";

  void create(SpoolFiles files) throws IOException {
    for (Path folder : new Path[] {segments(), contents(), incoming(), damaged()}) {
      files.createFolders(folder);
    }
    files.syncFolder(root);
  }

  Path lock() {
    return root.resolve("lock");
  }

  Path segments() {
    return root.resolve("segments");
  }

  Path contents() {
    return root.resolve("content");
  }

  Path incoming() {
    return root.resolve("incoming");
  }

  Path damaged() {
    return root.resolve("damaged");
  }

  Path content(long id) {
    return contents().resolve(new SpoolId(id).toString());
  }

  Path incoming(long number) {
    return incoming().resolve(number + ".part");
  }

  Path segment(int sequence) {
    return segments().resolve(segmentName(sequence));
  }

  Path spare(int sequence) {
    return segments().resolve(SPARE + segmentName(sequence));
  }

  /** A segment's sequence padded to eight digits, as file names and messages show it. */
  static String digits(int sequence) {
    return String.format(Locale.ROOT, "%08d", sequence);
  }

  private static String segmentName(int sequence) {
    return digits(sequence) + SEGMENT;
  }

  static boolean isSpare(String name) {
    return name.startsWith(SPARE);
  }

  /** The sequence that a segment's name tells, or -1 when it is not a segment's name. */
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
