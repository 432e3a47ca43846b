package io.postern.gateway.reception.james;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds the end of data and removes dot-stuffing (RFC 5321 section 4.5.2), strictly: only CRLF ends
 * a line, only CRLF {@code .} CRLF ends the data, cut by TCP wherever it may be. The start of the
 * data counts as the start of a line. Holds a state of a few bits between buffers and no octets.
 */
final class ContentScanner {

  /** Takes content without its dot-stuffing. */
  @FunctionalInterface
  interface Target {
    void take(byte[] octets, int offset, int length);
  }

  /** What a scan came to. */
  enum Found {
    /** All octets were taken; the data goes on. */
    MORE,
    /** The end of data; {@link #position} is behind it. */
    END,
    BARE_CR,
    BARE_LF
  }

  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private enum State {
    LINE_START,
    TEXT,
    CR,
    DOT,
    DOT_CR
  }

  private State state = State.LINE_START;
  private boolean nul;
  private int position;

  /** Whether a NUL was seen so far. */
  boolean sawNul() {
    return nul;
  }

  /** Where the last scan stopped. */
  int position() {
    return position;
  }

  /** Octets that neither end a line nor are NUL, as most are. */
  private static boolean isPlain(byte octet) {
    return octet > '\r' || octet < 0;
  }

  /**
   * Skips plain octets by eights; the last few, and eights that hold another, are left to the
   * caller. An octet below 14 leaves its high bit set when 14 is taken from it and it had none.
   */
  private static int behindPlainText(byte[] octets, int from, int to) {
    int i = from;
    while (i + Long.BYTES <= to) {
      long eight = (long) EIGHT.get(octets, i);
      if (((eight - 0x0E0E0E0E0E0E0E0EL) & ~eight & 0x8080808080808080L) != 0) {
        break;
      }
      i += Long.BYTES;
    }
    return i;
  }

  /** Takes the octets in {@code [from, to)}. */
  Found scan(byte[] octets, int from, int to, Target target) {
    int run = from;
    int i = from;
    State now = state;
    while (i < to) {
      byte octet = octets[i];
      switch (now) {
        case TEXT -> {
          i = behindPlainText(octets, i, to);
          while (i < to && isPlain(octets[i])) {
            i++;
          }
          if (i < to) {
            octet = octets[i];
            i++;
            if (octet == '\r') {
              now = State.CR;
            } else if (octet == '\n') {
              return Found.BARE_LF;
            } else {
              nul |= octet == 0;
            }
          }
        }
        case LINE_START -> {
          if (octet == '.') {
            give(target, octets, run, i);
            i++;
            run = i;
            now = State.DOT;
          } else {
            now = State.TEXT;
          }
        }
        case CR -> {
          if (octet != '\n') {
            return Found.BARE_CR;
          }
          i++;
          now = State.LINE_START;
        }
        case DOT -> {
          if (octet == '\r') {
            i++;
            run = i;
            now = State.DOT_CR;
          } else {
            now = State.TEXT;
          }
        }
        case DOT_CR -> {
          if (octet != '\n') {
            return Found.BARE_CR;
          }
          position = i + 1;
          state = State.LINE_START;
          return Found.END;
        }
      }
    }
    give(target, octets, run, i);
    state = now;
    position = to;
    return Found.MORE;
  }

  private static void give(Target target, byte[] octets, int from, int to) {
    if (to > from) {
      target.take(octets, from, to - from);
    }
  }
}
