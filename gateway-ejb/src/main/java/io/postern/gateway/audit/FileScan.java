package io.postern.gateway.audit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.Optional;

/**
 * Looks for the end of what counts in the last file. Fed with its octets in order.
 *
 * <p>A crash leaves torn at most the last group: after a power cut even with whole lines behind the
 * damage, which then were never safe. So damage with few lines behind it ends the file; damage with
 * more lines behind it than a group has is an old wound, and what follows it stays.
 */
final class FileScan {

  private static final int TORN_LINES = 2 * Inbox.GROUP + 64;
  private static final byte[] SEQ = "{\"seq\":".getBytes(ISO_8859_1);
  private static final byte[] POS = ",\"pos\":".getBytes(ISO_8859_1);

  private final long first;
  private final long known;
  private byte[] line = new byte[1 << 12];
  private int lineLength;
  private long offset;

  private long sequence;
  private long position;
  private final LineChain chain = new LineChain();
  private long length;

  private boolean suspect;
  private int linesSince;
  private int damagedSince;
  private long damagedLines;
  private long goodLength;
  private long goodSequence;
  private long goodPosition;
  private String goodChain = LineChain.NOTHING;

  /**
   * @param first number of the file's first line
   * @param known number of a line that is known to have been on disk, 0 for none: damage before it
   *     is not a crash's
   */
  FileScan(long first, long known) {
    this.first = first;
    this.known = known;
    sequence = first - 1;
    goodSequence = first - 1;
  }

  void feed(byte[] octets, int count) {
    int from = 0;
    for (int i = 0; i < count; i++) {
      if (octets[i] == '\n') {
        collect(octets, from, i);
        offset += lineLength + 1;
        whole();
        lineLength = 0;
        from = i + 1;
      }
    }
    collect(octets, from, count);
  }

  /** Octets to keep. */
  long goodLength() {
    return suspect ? goodLength : length;
  }

  long lastSequence() {
    return suspect ? goodSequence : sequence;
  }

  long lastPosition() {
    return suspect ? goodPosition : position;
  }

  /** The chain's value at the last line. */
  String chain() {
    return suspect ? goodChain : chain.digits();
  }

  /** Lines in the part to keep that cannot be read. */
  long damagedLines() {
    return damagedLines;
  }

  private void collect(byte[] octets, int from, int to) {
    if (line.length - lineLength < to - from) {
      line = Arrays.copyOf(line, Math.max(line.length * 2, lineLength + to - from));
    }
    System.arraycopy(octets, from, line, lineLength, to - from);
    lineLength += to - from;
  }

  private void whole() {
    long found = sequence(line, 0, lineLength);
    boolean settled = !suspect && sequence < known;
    boolean fits = suspect || settled ? found > sequence : found == sequence + 1;
    if (settled) {
      damagedLines += fits ? found - sequence - 1 : 0;
    } else if (!fits && !suspect) {
      suspect = true;
      linesSince = 0;
      damagedSince = 0;
      goodLength = length;
      goodSequence = sequence;
      goodPosition = position;
      goodChain = chain.digits();
    }
    if (fits) {
      sequence = found;
      position = Math.max(position, position());
      addToChain();
    } else if (suspect) {
      damagedSince++;
    }
    length = offset;
    if (suspect && ++linesSince > TORN_LINES) {
      suspect = false;
      damagedLines += damagedSince;
    }
  }

  /** The line's number, or -1 when it is not a whole line. */
  static long sequence(byte[] octets, int from, int to) {
    if (to - from < SEQ.length + 2 || octets[to - 1] != '}') {
      return -1;
    }
    for (int i = from; i < to; i++) {
      if (octets[i] < ' ' || octets[i] > '~') {
        return -1;
      }
    }
    return LineChecksum.matches(octets, from, to) ? number(octets, from, to, SEQ) : -1;
  }

  /** The number after a word that must stand at this place, or -1. */
  private static long number(byte[] line, int at, int end, byte[] word) {
    if (end - at < word.length
        || !Arrays.equals(line, at, at + word.length, word, 0, word.length)) {
      return -1;
    }
    long number = 0;
    int i = at + word.length;
    int digits = 0;
    while (i < end && line[i] >= '0' && line[i] <= '9' && digits < 18) {
      number = number * 10 + line[i++] - '0';
      digits++;
    }
    return digits > 0 && i < end && (line[i] == ',' || line[i] == '}') ? number : -1;
  }

  private long position() {
    int at = SEQ.length;
    while (at < lineLength && line[at] >= '0' && line[at] <= '9') {
      at++;
    }
    long found = number(line, at, lineLength, POS);
    return found < 0 && sequence == first ? begunPosition() : found;
  }

  /** After damage, a line that shows the whole value says where the chain goes on. */
  private void addToChain() {
    if (sequence == first) {
      begun(EventField.CHAIN_BEFORE).filter(LineChain::isValue).ifPresent(chain::set);
    }
    chain.addLine(line, 0, lineLength);
    String shown = LineChain.shown(line, 0, lineLength);
    if (shown.length() == LineChain.DIGITS) {
      chain.set(shown);
    }
  }

  private long begunPosition() {
    try {
      return begun(EventField.SPOOL_POSITION).map(Long::parseLong).orElse(0L);
    } catch (NumberFormatException e) {
      return 0; // not as we write it; later lines have positions
    }
  }

  private Optional<String> begun(EventField field) {
    try {
      return JournalLine.parse(new String(line, 0, lineLength, ISO_8859_1)).fact(field);
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // not as we write it
    }
  }
}
