package io.postern.gateway.audit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Builds lines of the journal, one after the other, in one array that is used again for every
 * group. Whatever is not printable US-ASCII is escaped: a line stays a line, and no control
 * character, escape sequence or bidirectional mark of a stranger reaches a terminal. Not
 * thread-safe.
 */
final class LineBuffer {

  /** Characters of a fact's value that are written; see {@code shortened} in docs/journal.md. */
  static final int FACT_LIMIT = 4096;

  private static final int NAMES = 256;
  private static final byte[] HEX = "0123456789abcdef".getBytes(ISO_8859_1);
  private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

  private byte[] octets = new byte[1 << 16];
  private int length;
  private int[] ends = new int[64];
  private int lines;
  private String shortened = "";
  private final LineChain chain = new LineChain();

  /** Members' names as they are written; facts of extensions may have any, so not all are kept. */
  private final Map<String, byte[]> names = new HashMap<>();

  private byte[] secondText = new byte[0];
  private long second = Long.MIN_VALUE;

  void clear() {
    length = 0;
    lines = 0;
  }

  /** Begins a group; its first line follows the one at which the chain had this value. */
  void clear(String chainBefore) {
    clear();
    chain.set(chainBefore);
  }

  /** The chain's value at the last line. */
  String chain() {
    return chain.digits();
  }

  /** Ends a group: its last line shows the whole value of the chain. */
  void seal() {
    length = ends[lines - 1] - 1 - LineChecksum.SIZE - LineChain.size(LineChain.SHORT_DIGITS);
    finish(LineChain.DIGITS, lines - 1);
  }

  int length() {
    return length;
  }

  /** How many lines were ended since the last clearing. */
  int lines() {
    return lines;
  }

  /** A line without its end. */
  String line(int index) {
    int from = start(index);
    return new String(octets, from, ends[index] - 1 - from, ISO_8859_1);
  }

  ByteBuffer octets() {
    return ByteBuffer.wrap(octets, 0, length);
  }

  void begin(long sequence) {
    room(32);
    raw("{\"seq\":");
    number(sequence);
    shortened = "";
  }

  void member(String name, long value) {
    name(name);
    room(20);
    number(value);
  }

  void member(String name, Instant value) {
    name(name);
    room(32);
    octets[length++] = '"';
    instant(value.isBefore(FIRST) ? FIRST : value.isAfter(LAST) ? LAST : value);
    octets[length++] = '"';
  }

  void member(String name, String value) {
    int end = value.length();
    if (end > FACT_LIMIT) {
      end = Character.isHighSurrogate(value.charAt(FACT_LIMIT - 1)) ? FACT_LIMIT - 1 : FACT_LIMIT;
      shortened = shortened.isEmpty() ? name : shortened + ' ' + name;
    }
    name(name);
    quoted(value, end);
  }

  /** A member that is not shortened. */
  void whole(String name, String value) {
    name(name);
    quoted(value, value.length());
  }

  void member(String name, Iterable<?> values) {
    name(name);
    room(2);
    octets[length++] = '[';
    boolean first = true;
    for (Object value : values) {
      if (!first) {
        octets[length++] = ',';
      }
      first = false;
      String text = value.toString();
      quoted(text, text.length());
    }
    octets[length++] = ']';
  }

  void end() {
    if (!shortened.isEmpty()) {
      String names = shortened;
      member(EventField.SHORTENED.member(), names);
    }
    chain.add(octets, start(lines), length);
    if (lines == ends.length) {
      ends = Arrays.copyOf(ends, lines * 2);
    }
    finish(LineChain.SHORT_DIGITS, lines);
    lines++;
  }

  private void finish(int digits, int line) {
    room(LineChain.size(digits) + LineChecksum.SIZE + 1);
    chain.put(octets, length, digits);
    length += LineChain.size(digits);
    LineChecksum.put(octets, start(line), length);
    length += LineChecksum.SIZE;
    octets[length++] = '\n';
    ends[line] = length;
  }

  private int start(int line) {
    return line == 0 ? 0 : ends[line - 1];
  }

  private void name(String name) {
    byte[] known = names.get(name);
    if (known != null) {
      room(known.length);
      System.arraycopy(known, 0, octets, length, known.length);
      length += known.length;
      return;
    }
    int start = length;
    room(2);
    octets[length++] = ',';
    quoted(name, Math.min(name.length(), FACT_LIMIT));
    octets[length++] = ':';
    if (names.size() < NAMES) {
      names.put(name, Arrays.copyOfRange(octets, start, length));
    }
  }

  private void quoted(String text, int end) {
    room(6 * end + 4);
    byte[] out = octets;
    int n = length;
    out[n++] = '"';
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~') {
        out[n++] = '\\';
        out[n++] = 'u';
        out[n++] = HEX[c >> 12];
        out[n++] = HEX[c >> 8 & 15];
        out[n++] = HEX[c >> 4 & 15];
        out[n++] = HEX[c & 15];
      } else {
        if (c == '"' || c == '\\') {
          out[n++] = '\\';
        }
        out[n++] = (byte) c;
      }
    }
    out[n++] = '"';
    length = n;
  }

  /** RFC 3339 with milliseconds; neighbours mostly share their second. */
  private void instant(Instant value) {
    if (value.getEpochSecond() != second) {
      second = value.getEpochSecond();
      var time = value.atOffset(ZoneOffset.UTC).toLocalDateTime();
      StringBuilder text = new StringBuilder(20);
      text.append(time.toLocalDate()).append('T');
      two(text, time.getHour()).append(':');
      two(text, time.getMinute()).append(':');
      two(text, time.getSecond()).append('.');
      secondText = text.toString().getBytes(ISO_8859_1);
    }
    System.arraycopy(secondText, 0, octets, length, secondText.length);
    length += secondText.length;
    int millis = value.getNano() / 1_000_000;
    octets[length++] = (byte) ('0' + millis / 100);
    octets[length++] = (byte) ('0' + millis / 10 % 10);
    octets[length++] = (byte) ('0' + millis % 10);
    octets[length++] = 'Z';
  }

  private static StringBuilder two(StringBuilder text, int value) {
    return text.append((char) ('0' + value / 10)).append((char) ('0' + value % 10));
  }

  private void number(long value) {
    raw(Long.toString(value));
  }

  @SuppressWarnings("deprecation") // the fastest way for what is known to be US-ASCII
  private void raw(String ascii) {
    ascii.getBytes(0, ascii.length(), octets, length);
    length += ascii.length();
  }

  private void room(int more) {
    if (octets.length - length < more) {
      octets = Arrays.copyOf(octets, Math.max(octets.length * 2, length + more));
    }
  }
}
