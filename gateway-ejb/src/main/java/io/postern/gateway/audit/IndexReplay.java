package io.postern.gateway.audit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.postern.gateway.spool.SpoolId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Arrays;

/**
 * Brings an index up to date from the lines of a file. Reads only the members that count, at the
 * places where {@link EventLines} writes them, so that a file of 64 MiB takes a fraction of a
 * second.
 */
final class IndexReplay {

  private static final byte[] AT = begin(EventField.AT, '"');
  private static final byte[] EVENT = begin(EventField.EVENT, '"');
  private static final byte[] ID = begin(EventField.ID, '"');
  private static final byte[] PATH = begin(EventField.REVERSE_PATH, '"');
  private static final byte[] RECIPIENTS = begin(EventField.RECIPIENTS, '[');
  private static final byte[] FINISHED = begin(EventField.FINISHED, '"');

  /** How versions before the member {@code id} named the message that was set aside. */
  private static final byte[] OLD_DAMAGED = ",\"reason\":\"message ".getBytes(ISO_8859_1);

  private static final int ID_LENGTH = 13;

  private final UnfinishedIndex index;
  private long next;
  private long damaged;

  /**
   * @param first number of the line that is expected first
   */
  IndexReplay(UnfinishedIndex index, long first) {
    this.index = index;
    this.next = first;
  }

  private static byte[] begin(EventField field, char value) {
    return (",\"" + field.member() + "\":" + value).getBytes(ISO_8859_1);
  }

  /** Lines that were expected and could not be read so far. */
  long damaged() {
    return damaged;
  }

  /** Number behind the last line that was read. */
  long next() {
    return next;
  }

  /**
   * Goes through a file.
   *
   * @param end number of the first line that does not count any more
   */
  void read(JournalFile file, long end) throws IOException {
    byte[] chunk = new byte[1 << 18];
    long left = file.length();
    LineSplitter lines =
        new LineSplitter(
            (octets, from, to) -> {
              take(octets, from, to, end);
              return true;
            });
    try (InputStream in = Files.newInputStream(file.path())) {
      while (left > 0) {
        int count = in.read(chunk, 0, (int) Math.min(chunk.length, left));
        if (count < 0) {
          break;
        }
        left -= count;
        lines.feed(chunk, count);
      }
    }
  }

  private void take(byte[] octets, int from, int to, long end) {
    long sequence = FileScan.sequence(octets, from, to);
    if (sequence < next || sequence >= end) {
      return; // damaged, which the next whole line shows, or overruled by a later file
    }
    damaged += sequence - next;
    next = sequence + 1;
    event(octets, memberEnd(octets, from + 7, to), to);
  }

  /** Reads on behind the line's number. */
  private void event(byte[] octets, int start, int to) {
    int at = start;
    if (!stands(AT, octets, at, to)) {
      at = memberEnd(octets, at + 1, to); // the position
    }
    if (!stands(AT, octets, at, to)) {
      return;
    }
    at = textEnd(octets, at + AT.length, to) + 1;
    if (!stands(EVENT, octets, at, to)) {
      return;
    }
    int name = at + EVENT.length;
    at = textEnd(octets, name, to);
    String event = new String(octets, name, at - name, ISO_8859_1);
    at++;
    if (!stands(ID, octets, at, to)) {
      oldDamaged(event, octets, at, to);
      return;
    }
    long id = id(octets, at + ID.length, to);
    at = textEnd(octets, at + ID.length, to) + 1;
    if (id > 0) {
      apply(event, id, octets, at, to);
    }
  }

  private void apply(String event, long id, byte[] octets, int at, int to) {
    switch (EventType.of(event).orElse(null)) {
      case ACCEPTED -> index.accepted(id, recipients(octets, at, to));
      case DELIVERED, FAILED, EXPIRED, DISCARDED -> index.finishedOne(id);
      case LOST, DAMAGED -> index.gone(id);
      case null, default -> {
        if (find(FINISHED, octets, at, to) >= 0) {
          index.finishedOne(id);
        }
      }
    }
  }

  private void oldDamaged(String event, byte[] octets, int at, int to) {
    if (event.equals(EventType.DAMAGED.eventName()) && stands(OLD_DAMAGED, octets, at, to)) {
      long id = id(octets, at + OLD_DAMAGED.length, to);
      if (id > 0) {
        index.gone(id);
      }
    }
  }

  private static long id(byte[] octets, int at, int to) {
    if (at + ID_LENGTH > to) {
      return -1;
    }
    try {
      return SpoolId.parse(new String(octets, at, ID_LENGTH, ISO_8859_1)).value();
    } catch (IllegalArgumentException e) {
      return -1; // not a message's
    }
  }

  private static int recipients(byte[] octets, int start, int to) {
    int at = start;
    if (stands(PATH, octets, at, to)) {
      at = textEnd(octets, at + PATH.length, to) + 1;
    }
    int count = 0;
    if (stands(RECIPIENTS, octets, at, to)) {
      at += RECIPIENTS.length;
      while (at < to && octets[at] == '"') {
        count++;
        at = textEnd(octets, at + 1, to) + 1;
        at += at < to && octets[at] == ',' ? 1 : 0;
      }
    }
    return Math.max(1, count);
  }

  private static boolean stands(byte[] word, byte[] octets, int at, int to) {
    return at + word.length <= to
        && Arrays.equals(word, 0, word.length, octets, at, at + word.length);
  }

  private static int find(byte[] word, byte[] octets, int from, int to) {
    for (int i = from; i + word.length <= to; i++) {
      if (octets[i] == ',' && stands(word, octets, i, to)) {
        return i;
      }
    }
    return -1;
  }

  /** The comma or brace behind a number. */
  private static int memberEnd(byte[] octets, int from, int to) {
    int at = from;
    while (at < to && octets[at] != ',' && octets[at] != '}') {
      at++;
    }
    return at;
  }

  /** The quotation mark that ends a text. */
  private static int textEnd(byte[] octets, int from, int to) {
    int at = from;
    while (at < to && octets[at] != '"') {
      at += octets[at] == '\\' ? 2 : 1;
    }
    return Math.min(at, to);
  }
}
