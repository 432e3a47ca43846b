package io.postern.gateway.callout.message;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A header section as the fields it is made of and the empty line that ends it. Immutable: a change
 * makes another one, which shares the octets of all fields that were not touched.
 */
final class HeaderOctets {

  private static final byte[] LINE_END = {'\r', '\n'};
  private static final byte[] NONE = {};

  /** A section without a field, to which some can be added. */
  static final HeaderOctets EMPTY = new HeaderOctets(new FieldOctets[0], LINE_END, 0);

  private final FieldOctets[] fields;
  private final byte[] emptyLine;

  /** Where fields added to a damaged section end; 0 when there are none. */
  private final int added;

  private HeaderOctets(FieldOctets[] fields, byte[] emptyLine, int added) {
    this.fields = fields;
    this.emptyLine = emptyLine;
    this.added = added;
  }

  /** Reads a header section; whatever the octets are, they can be read. */
  static HeaderOctets read(byte[] head) {
    List<FieldOctets> fields = new ArrayList<>(32);
    int at = 0;
    while (at < head.length && !isEmptyLine(head, at)) {
      int end = lineEnd(head, at);
      while (end < head.length && (head[end] == ' ' || head[end] == '\t')) {
        end = lineEnd(head, end);
      }
      fields.add(field(head, at, end));
      at = end;
    }
    byte[] emptyLine = at == head.length ? NONE : Arrays.copyOfRange(head, at, head.length);
    return new HeaderOctets(fields.toArray(FieldOctets[]::new), emptyLine, 0);
  }

  private static boolean isEmptyLine(byte[] head, int at) {
    return head[at] == '\n' || (head[at] == '\r' && at + 1 < head.length && head[at + 1] == '\n');
  }

  private static int lineEnd(byte[] head, int from) {
    int at = from;
    while (at < head.length && head[at] != '\n') {
      at++;
    }
    return Math.min(at + 1, head.length);
  }

  private static FieldOctets field(byte[] head, int start, int end) {
    int at = start;
    while (at < end && head[at] > ' ' && head[at] < 0x7f && head[at] != ':') {
      at++;
    }
    int nameEnd = at;
    // Blanks before the colon are obsolete syntax, but syntax (RFC 5322 section 4.5).
    while (at < end && (head[at] == ' ' || head[at] == '\t')) {
      at++;
    }
    if (nameEnd == start || at == end || head[at] != ':') {
      return new FieldOctets(head, start, start, start, end);
    }
    return new FieldOctets(head, start, nameEnd, at + 1, end);
  }

  List<FieldOctets> fields() {
    return Arrays.asList(fields);
  }

  /** Whether it is made of fields and the empty line at its end, as RFC 5322 section 2.1 says. */
  boolean isWellFormed() {
    for (FieldOctets field : fields) {
      if (!field.isField()) {
        return false;
      }
    }
    return fields.length == 0 || emptyLine.length > 0;
  }

  /**
   * Puts a field below all others. In a damaged section, where text may have been taken for fields,
   * it goes behind the trace fields on top and what was put there before.
   */
  HeaderOctets withLast(FieldOctets field) {
    if (isWellFormed()) {
      return with(field, fields.length, added);
    }
    int at = added;
    if (at == 0) {
      // A stray continuation line would become part of the field above it.
      at = fields.length > 0 && fields[0].isContinuation() ? 1 : 0;
      while (at < fields.length && fields[at].named("Received")) {
        at++;
      }
    }
    return with(field, at, at + 1);
  }

  private HeaderOctets with(FieldOctets field, int at, int addedEnd) {
    FieldOctets[] changed = new FieldOctets[fields.length + 1];
    System.arraycopy(fields, 0, changed, 0, at);
    changed[at] = field;
    System.arraycopy(fields, at, changed, at + 1, fields.length - at);
    return new HeaderOctets(changed, emptyLine, addedEnd);
  }

  /**
   * Puts a field on top; only below stray continuation lines, which would otherwise become part of
   * it.
   */
  HeaderOctets withFirst(FieldOctets field) {
    int at = 0;
    while (at < fields.length && fields[at].isContinuation()) {
      at++;
    }
    return with(field, at, added == 0 ? 0 : added + 1);
  }

  HeaderOctets replaced(String name, FieldOctets field) {
    List<FieldOctets> changed = new ArrayList<>(fields.length + 1);
    boolean placed = false;
    for (FieldOctets existing : fields) {
      if (!existing.named(name)) {
        changed.add(existing);
      } else if (!placed) {
        changed.add(field);
        placed = true;
      }
    }
    return placed
        ? new HeaderOctets(changed.toArray(FieldOctets[]::new), emptyLine, 0)
        : withLast(field);
  }

  HeaderOctets without(String name) {
    List<FieldOctets> changed = new ArrayList<>(fields.length);
    for (FieldOctets existing : fields) {
      if (!existing.named(name)) {
        changed.add(existing);
      }
    }
    return changed.size() == fields.length
        ? this
        : new HeaderOctets(changed.toArray(FieldOctets[]::new), emptyLine, 0);
  }

  int count() {
    return fields.length;
  }

  /**
   * @param bodyFollows whether the empty line is needed, though it was not there
   */
  byte[] octets(boolean bodyFollows) {
    ByteArrayOutputStream sink = new ByteArrayOutputStream(2048);
    for (int i = 0; i < fields.length; i++) {
      fields[i].writeTo(sink);
      if (!fields[i].endsWithLine() && (i < fields.length - 1 || bodyFollows)) {
        sink.writeBytes(LINE_END);
      }
    }
    sink.writeBytes(bodyFollows && emptyLine.length == 0 ? LINE_END : emptyLine);
    return sink.toByteArray();
  }
}
