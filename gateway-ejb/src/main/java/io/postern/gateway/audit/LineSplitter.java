package io.postern.gateway.audit;

import java.util.Arrays;

/**
 * Cuts a file, fed in order, into its lines. What follows the last line end is no line yet. Not
 * thread-safe.
 */
final class LineSplitter {

  private final BackwardLines.Visitor visitor;
  private byte[] line = new byte[1 << 12];
  private int length;

  LineSplitter(BackwardLines.Visitor visitor) {
    this.visitor = visitor;
  }

  /** Shows the visitor each line that ends in these octets; false when it has enough. */
  boolean feed(byte[] octets, int count) {
    int from = 0;
    for (int i = 0; i < count; i++) {
      if (octets[i] == '\n') {
        boolean more;
        if (length == 0) {
          more = visitor.visit(octets, from, i);
        } else {
          collect(octets, from, i);
          more = visitor.visit(line, 0, length);
          length = 0;
        }
        from = i + 1;
        if (!more) {
          return false;
        }
      }
    }
    collect(octets, from, count);
    return true;
  }

  private void collect(byte[] octets, int from, int to) {
    if (line.length - length < to - from) {
      line = Arrays.copyOf(line, Math.max(line.length * 2, length + to - from));
    }
    System.arraycopy(octets, from, line, length, to - from);
    length += to - from;
  }
}
