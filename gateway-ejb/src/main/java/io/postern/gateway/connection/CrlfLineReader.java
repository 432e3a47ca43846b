package io.postern.gateway.connection;

/**
 * Finds lines in what a connection has received: ended by CRLF alone, of bounded length. It never
 * waits; when it answers {@link Found#MORE}, the connection is to be filled. Used by the
 * connection's thread.
 */
public final class CrlfLineReader {

  /** What was found. */
  public enum Found {
    /** A line; it stands in the connection's buffer until that is filled again. */
    LINE,
    /** No end of a line yet. */
    MORE,
    /** A line beyond the limit; {@link CrlfLineReader#skip} goes on to its end. */
    TOO_LONG,
    /** A CR without LF. Nobody knows where the next line begins. */
    BARE_CR,
    /** An LF without CR. Nobody knows where the next line begins. */
    BARE_LF,
    /** A line that goes on far beyond its limit. */
    ENDLESS
  }

  /** Octets of one line after which nobody waits for its end any more. */
  private static final long ENDLESS_LINE = 256 << 10;

  private final Connection connection;
  private int from;
  private int to;
  private long skipped;

  public CrlfLineReader(Connection connection) {
    this.connection = connection;
  }

  /** Where the line that was found begins in the connection's buffer. */
  public int from() {
    return from;
  }

  /** Where its CR is. */
  public int to() {
    return to;
  }

  /**
   * Looks for a line and uses it up.
   *
   * @param limit octets with its CRLF, less than the connection's buffer holds
   */
  public Found next(int limit) {
    int start = connection.start();
    int at = LineScanner.endOfLine(connection.input(), start, connection.end());
    if (at >= 0 && at + 2 - start <= limit) {
      from = start;
      to = at;
      connection.use(at + 2);
      return Found.LINE;
    }
    if (at == LineScanner.BARE_CR || at == LineScanner.BARE_LF) {
      return bare(at);
    }
    if (at >= 0 || connection.end() - start > limit) {
      skipped = 0;
      return Found.TOO_LONG;
    }
    return Found.MORE;
  }

  /**
   * Uses up what there is of a line that is too long; {@link Found#LINE} when its end is behind.
   */
  public Found skip() {
    int start = connection.start();
    int end = connection.end();
    int at = LineScanner.endOfLine(connection.input(), start, end);
    if (at >= 0) {
      connection.use(at + 2);
      return Found.LINE;
    }
    if (at == LineScanner.BARE_CR || at == LineScanner.BARE_LF) {
      return bare(at);
    }
    boolean endsInCr = end > start && connection.input()[end - 1] == '\r';
    int kept = endsInCr ? 1 : 0;
    skipped += end - kept - start;
    connection.use(end - kept);
    return skipped > ENDLESS_LINE ? Found.ENDLESS : Found.MORE;
  }

  private static Found bare(int found) {
    return found == LineScanner.BARE_CR ? Found.BARE_CR : Found.BARE_LF;
  }
}
