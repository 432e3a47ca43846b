package io.postern.gateway.audit;

import java.io.IOException;
import java.io.RandomAccessFile;

/** The lines of a file from its end to its beginning, block by block. */
final class BackwardLines {

  private static final int BLOCK = 1 << 18;

  /** Is shown a line in place, without its end; the octets are only valid during the call. */
  interface Visitor {

    /** Looks at a line and says whether to go on. */
    boolean visit(byte[] octets, int from, int to);
  }

  private BackwardLines() {}

  /** Shows the lines of a file, last to first, until the visitor has enough. */
  static void visit(JournalFile file, Visitor visitor) throws IOException {
    byte[] block = new byte[(int) Math.min(BLOCK, file.length())];
    long end = file.length();
    try (RandomAccessFile in = new RandomAccessFile(file.path().toFile(), "r")) {
      while (end > 0) {
        int length = (int) Math.min(block.length, end);
        in.seek(end - length);
        in.readFully(block, 0, length);
        int lineEnd = lastLineEnd(block, length);
        if (end - length > 0 && (lineEnd < 0 || lineStart(block, lineEnd) == 0)) {
          block = new byte[block.length * 2]; // no whole line in it
          continue;
        }
        while (lineEnd >= 0) {
          int start = lineStart(block, lineEnd);
          if (start == 0 && end - length > 0) {
            break; // its beginning is in the block before
          }
          if (!visitor.visit(block, start, lineEnd)) {
            return;
          }
          lineEnd = start - 1;
        }
        end = end - length + lineEnd + 1;
      }
    }
  }

  private static int lastLineEnd(byte[] block, int length) {
    int i = length - 1;
    while (i >= 0 && block[i] != '\n') {
      i--;
    }
    return i;
  }

  private static int lineStart(byte[] block, int lineEnd) {
    int i = lineEnd;
    while (i > 0 && block[i - 1] != '\n') {
      i--;
    }
    return i;
  }
}
