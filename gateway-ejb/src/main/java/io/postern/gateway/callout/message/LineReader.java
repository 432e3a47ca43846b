package io.postern.gateway.callout.message;

import io.postern.mail.UnparsableMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a body line by line and lets the beginning of each line be seen. Bounded in octets
 * and lines, so that no body keeps a processor busy.
 */
final class LineReader {

  /** So much of a line can be seen at its beginning. */
  static final int VISIBLE = 300;

  private static final long MOST_OCTETS = 256L << 20;
  private static final int MOST_LINES = 10_000_000;

  private final InputStream in;
  private final byte[] buffer = new byte[64 << 10];
  private int at;
  private int limit;
  private boolean exhausted;
  private long read;
  private int lines;
  private int lastLineEnd;

  LineReader(InputStream in) {
    this.in = in;
  }

  /** Whether there is a line at this place. */
  boolean hasLine() throws IOException {
    if (limit - at < VISIBLE && !exhausted) {
      System.arraycopy(buffer, at, buffer, 0, limit - at);
      limit -= at;
      at = 0;
      while (limit < VISIBLE && !exhausted) {
        fill();
      }
    }
    return at < limit;
  }

  /** Where the line begins, in octets. */
  long position() {
    return read - (limit - at);
  }

  /** How many octets ended the line before: 0, 1 or 2. */
  int lastLineEnd() {
    return lastLineEnd;
  }

  boolean startsWithDashes() {
    return limit - at >= 2 && buffer[at] == '-' && buffer[at + 1] == '-';
  }

  boolean isEmpty() {
    return buffer[at] == '\n' || (buffer[at] == '\r' && limit - at > 1 && buffer[at + 1] == '\n');
  }

  /**
   * The line without its end and the blanks before it, or the empty string when it is longer than
   * can be seen.
   */
  String visible() {
    int end = at;
    int last = Math.min(limit, at + VISIBLE);
    while (end < last && buffer[end] != '\n') {
      end++;
    }
    if (end == last && !(exhausted && last == limit)) {
      return "";
    }
    while (end > at && (buffer[end - 1] == '\r' || isBlank(buffer[end - 1]))) {
      end--;
    }
    return new String(buffer, at, end - at, StandardCharsets.ISO_8859_1);
  }

  private static boolean isBlank(byte octet) {
    return octet == ' ' || octet == '\t';
  }

  /** Goes to the next line. */
  void skip() throws IOException {
    pass(null, 0);
  }

  /**
   * Copies the line and goes to the next.
   *
   * @throws UnparsableMessage when the sink would hold more than {@code most} octets
   */
  void copyTo(ByteArrayOutputStream sink, int most) throws IOException {
    pass(sink, most);
  }

  private void pass(@Nullable ByteArrayOutputStream sink, int most) throws IOException {
    if (++lines > MOST_LINES) {
      throw new UnparsableMessage("more than " + MOST_LINES + " lines");
    }
    byte before = 0;
    while (true) {
      int end = at;
      while (end < limit && buffer[end] != '\n') {
        end++;
      }
      boolean complete = end < limit;
      int passed = complete ? end + 1 : end;
      if (sink != null) {
        if (sink.size() + passed - at > most) {
          throw new UnparsableMessage("a part's header section exceeds " + most + " octets");
        }
        sink.write(buffer, at, passed - at);
      }
      if (end > at) {
        before = buffer[end - 1];
      }
      at = passed;
      if (complete) {
        lastLineEnd = before == '\r' ? 2 : 1;
        return;
      }
      if (exhausted) {
        lastLineEnd = 0;
        return;
      }
      at = 0;
      limit = 0;
      fill();
    }
  }

  private void fill() throws IOException {
    int n = in.read(buffer, limit, buffer.length - limit);
    if (n < 0) {
      exhausted = true;
      return;
    }
    limit += n;
    read += n;
    if (read > MOST_OCTETS) {
      throw new UnparsableMessage("a body of more than " + MOST_OCTETS + " octets");
    }
  }
}
