package io.postern.gateway.audit;

import java.io.IOException;
import java.io.RandomAccessFile;

/** Finds a line in a file without reading all before it, as the numbers of lines grow. */
final class LineOffset {

  /** Octets read at each step; a range of that size is not halved again. */
  private static final int STEP = 1 << 16;

  private LineOffset() {}

  /**
   * Where to begin reading for a line: at the begin of a line before which all have smaller
   * numbers. Near it, unless there are very long or damaged lines.
   *
   * @param length octets of the file that may be read
   */
  static long of(RandomAccessFile in, long length, long sequence) throws IOException {
    byte[] octets = new byte[STEP];
    long low = 0;
    long high = length;
    while (high - low > STEP) {
      long middle = low + (high - low) / 2;
      int count = (int) Math.min(STEP, length - middle);
      in.seek(middle);
      in.readFully(octets, 0, count);
      int start = next(octets, 0, count);
      int end = next(octets, start, count);
      long found = -1;
      while (found < 0 && end <= count) {
        found = FileScan.sequence(octets, start, end - 1);
        if (found < 0) {
          start = end;
          end = next(octets, start, count);
        }
      }
      if (found < 0) {
        return low; // no whole line is there: all from the last known one on is read
      }
      if (found < sequence) {
        low = middle + start;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The begin of the next line; beyond the octets when its begin is not among them. */
  private static int next(byte[] octets, int from, int count) {
    int at = from;
    while (at < count && octets[at] != '\n') {
      at++;
    }
    return at + 1;
  }
}
