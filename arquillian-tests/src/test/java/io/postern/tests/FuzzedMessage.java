package io.postern.tests;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Content that is made by the octet, with the ranges that are texts a disclaimer may be added to.
 * All other octets must arrive as they are.
 */
final class FuzzedMessage {

  /**
   * From inclusive, to exclusive.
   *
   * @param text whether it is one; else a body in base64, which a mutation can make a text
   */
  record Range(int from, int to, boolean text) {}

  private byte[] octets = {};
  private List<Range> texts = new ArrayList<>();

  boolean mutated;

  /** How many texts must get the disclaimer; -1 when that is not known. */
  int disclaimers;

  /** Content that is given, with the whole of its body as a text. */
  static FuzzedMessage of(byte[] content, int disclaimers) {
    FuzzedMessage message = new FuzzedMessage();
    String text = new String(content, StandardCharsets.ISO_8859_1);
    int body = text.indexOf("\r\n\r\n") + 4;
    boolean hasHead = body >= 4 && text.indexOf(':') > 0;
    message.append(hasHead ? text.substring(0, body) : "");
    message.appendBody(
        text.substring(hasHead ? body : 0).getBytes(StandardCharsets.ISO_8859_1), true);
    message.disclaimers = disclaimers;
    return message;
  }

  byte[] octets() {
    return octets;
  }

  List<Range> texts() {
    return texts;
  }

  int size() {
    return octets.length;
  }

  void append(String latin1) {
    append(latin1.getBytes(StandardCharsets.ISO_8859_1));
  }

  private void append(byte[] more) {
    int from = octets.length;
    octets = Arrays.copyOf(octets, from + more.length);
    System.arraycopy(more, 0, octets, from, more.length);
  }

  void appendBody(byte[] encoded, boolean text) {
    int from = octets.length;
    append(encoded);
    texts.add(new Range(from, octets.length, text));
  }

  /**
   * Puts octets in the place of others; a text grows and shrinks with what is within it or at its
   * end.
   */
  void splice(int from, int to, byte[] by) {
    ByteArrayOutputStream changed = new ByteArrayOutputStream(octets.length + by.length);
    changed.write(octets, 0, from);
    changed.writeBytes(by);
    changed.write(octets, to, octets.length - to);
    octets = changed.toByteArray();
    int more = by.length - (to - from);
    List<Range> moved = new ArrayList<>();
    for (Range text : texts) {
      boolean appended = from == to && from == text.to() && text.from() < text.to();
      if (text.to() <= from && !appended) {
        moved.add(text);
      } else if (text.from() >= to && !(from == to && from == text.from())) {
        moved.add(new Range(text.from() + more, text.to() + more, text.text()));
      } else {
        int begin = Math.min(text.from(), from);
        moved.add(new Range(begin, Math.max(text.to(), to) + more, text.text()));
      }
    }
    texts = moved;
  }

  /** Whether it holds octets for which reception refuses content (RFC 5321 section 2.3.8). */
  boolean isForbidden() {
    for (int i = 0; i < octets.length; i++) {
      boolean cr = octets[i] == '\r' && (i + 1 == octets.length || octets[i + 1] != '\n');
      boolean lf = octets[i] == '\n' && (i == 0 || octets[i - 1] != '\r');
      if (octets[i] == 0 || cr || lf) {
        return true;
      }
    }
    return false;
  }

  /** Where lines begin, and the end. */
  int[] lineStarts() {
    int[] starts = new int[octets.length + 2];
    int count = 0;
    starts[count++] = 0;
    for (int i = 0; i < octets.length; i++) {
      if (octets[i] == '\n') {
        starts[count++] = i + 1;
      }
    }
    if (starts[count - 1] != octets.length) {
      starts[count++] = octets.length;
    }
    return Arrays.copyOf(starts, count);
  }

  /** Ends it as every content that is sent ends. */
  void endLine() {
    int size = octets.length;
    if (size < 2 || octets[size - 1] != '\n' || octets[size - 2] != '\r') {
      splice(size, size, new byte[] {'\r', '\n'});
    }
  }
}
