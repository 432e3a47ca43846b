package io.postern.gateway.delivery.smtp;

import io.postern.mail.EnhancedStatusCode;
import io.postern.mail.Reply;
import io.postern.text.Shown;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads replies by their codes (RFC 5321 section 4.2): a client acts on the code alone, so the form
 * of the text around it changes nothing. Lines may be of any length, end in LF alone, hold any
 * octet and have different codes.
 *
 * <p>Before the final dot the last line's code is the reply's (RFC 5321 section 4.2.1). After it,
 * one line with a code of 2yz makes the reply positive: the server has then taken responsibility
 * for the message (section 4.2.5), and to send it again would deliver it twice. The same holds when
 * the reply breaks off behind such a code. docs/decisions argues it under "After the final dot only
 * the code counts".
 *
 * <p>Memory is bounded: 100 lines of at most 450 characters are kept of at most 1 MiB read. What is
 * odd about a reply's form stands in its last line, in square brackets. Octets that are not
 * printable US-ASCII are escaped, so that a reply is safe to show.
 */
final class ReplyReader {

  /** RFC 5321 section 4.5.3.1.5, with code and CRLF; longer lines are read, and noted. */
  private static final int LONGEST_LINE = 512;

  private static final String NO_REPLY = "something that is not a reply";
  private static final int MOST_OCTETS = 1 << 20;
  private static final int MOST_LINES = 100;

  /** What {@link Reply} holds per line. */
  private static final int LONGEST_TEXT = 450;

  private final IntSupplier octets;
  private final StringBuilder text = new StringBuilder(128);
  private final List<String> lines = new ArrayList<>(4);
  private boolean afterContent;
  private int read;
  private int lineCount;
  private int longest;

  /** Of the line that is read; 0 while it has none. */
  private int code;

  /** Of the last line that has one; 0 before. */
  private int last;

  /** The first positive one after content; 0 when there is none. */
  private int taken;

  /** Whether the line just read says that another follows. */
  private boolean more;

  /** Whether the octets read last may belong to a code. */
  private boolean inCode;

  private boolean ended;
  private @Nullable EnhancedStatusCode status;

  /** Null while nothing is odd. */
  private @Nullable Set<String> odd;

  private @Nullable Set<Integer> codes;

  /**
   * @param octets the next octet at each call; raises when there is none
   */
  ReplyReader(IntSupplier octets) {
    this.octets = octets;
  }

  /**
   * Reads the reply to a command.
   *
   * @throws ConversationBroken when what comes is not a reply, or a positive one without an end
   */
  Reply read() {
    return read(false);
  }

  /**
   * Reads the reply to the final dot.
   *
   * @throws ConversationBroken when no positive code came and the reply is not whole
   */
  Reply readAfterContent() {
    return read(true);
  }

  /** Whether the end of the last reply was found; if not, nothing more can be read. */
  boolean ended() {
    return ended;
  }

  private Reply read(boolean content) {
    afterContent = content;
    read = 0;
    lineCount = 0;
    longest = 0;
    last = 0;
    taken = 0;
    ended = false;
    status = null;
    odd = null;
    codes = null;
    lines.clear();
    try {
      do {
        line();
      } while (more);
      ended = true;
    } catch (ConversationBroken e) {
      brokenOff(e);
    }
    return reply();
  }

  /** Decides by what has come; raises when that is not enough. */
  private void brokenOff(ConversationBroken e) {
    if (afterContent && taken == 0 && code / 100 == 2) {
      taken = code;
    }
    boolean refused = read > MOST_OCTETS && last >= 400;
    if (taken == 0 && !refused) {
      throw e;
    }
    if (inCode) {
      text.setLength(0);
    }
    keep();
    odd("it did not end: " + e.what());
  }

  /** Reads one line into {@link #text} and keeps it. */
  private void line() {
    text.setLength(0);
    code = 0;
    int before = read;
    int octet = start();
    boolean cr = false;
    while (octet != '\n') {
      if (cr) {
        append('\r');
      }
      cr = octet == '\r';
      if (!cr) {
        append(octet);
      }
      octet = next();
    }
    if (!cr) {
      odd("a line that ends in LF alone");
    }
    longest = Math.max(longest, read - before);
    keep();
  }

  /** Reads the code, if the line has one, and what divides it from the text; returns the next. */
  private int start() {
    inCode = true;
    int number = 0;
    int digits = 0;
    int octet = next();
    while (digits < 3 && digit(octet)) {
      append(octet);
      number = number * 10 + (octet - '0');
      if (++digits == 3) {
        code = number;
      }
      octet = next();
    }
    inCode = false;
    if (digits < 3 || digit(octet) || !known(number)) {
      withoutCode(digits == 3 && !digit(octet) ? "reply code " + number : NO_REPLY);
      return octet;
    }
    text.setLength(0);
    more = octet == '-' || !completes(number);
    coded(number);
    if (octet == '-' || octet == ' ') {
      return next();
    }
    if (octet != '\r' && octet != '\n') {
      odd("a code without a blank behind it");
    }
    return octet;
  }

  private static boolean known(int number) {
    return number >= 200 && number <= 599;
  }

  /** After content a reply of 3yz, as to DATA, is not the one that is awaited. */
  private boolean completes(int number) {
    return !afterContent || number / 100 != 3;
  }

  private void coded(int number) {
    if (afterContent && number < 300 && taken == 0) {
      taken = number;
    }
    if (last != 0 && last != number) {
      Set<Integer> all = codes == null ? new LinkedHashSet<>(List.of(last)) : codes;
      if (all.size() < MOST_LINES) {
        all.add(number);
      }
      codes = all;
    }
    last = number;
  }

  private void withoutCode(String what) {
    code = 0;
    if (last == 0 && !afterContent) {
      throw garbage(what);
    }
    // Text between lines of a reply, or before the reply to the final dot: the code is yet to come.
    more = true;
    odd("a line without a code");
  }

  private void append(int octet) {
    if (text.length() < LONGEST_TEXT) {
      Shown.append(text, octet);
    }
  }

  private void keep() {
    lineCount++;
    text.setLength(Math.min(text.length(), LONGEST_TEXT));
    if (code != 0) {
      status();
    }
    if (lines.size() < MOST_LINES) {
      lines.add(text.toString());
    }
  }

  private Reply reply() {
    int number = taken == 0 ? last : taken;
    EnhancedStatusCode found = status;
    boolean agrees = found != null && found.statusClass() == number / 100;
    Optional<EnhancedStatusCode> its = agrees ? Optional.ofNullable(found) : Optional.empty();
    note();
    return new Reply(number, its, lines);
  }

  /** Adds the line that says what is odd, if anything is. */
  private void note() {
    if (longest > LONGEST_LINE) {
      odd("a line of " + longest + " octets");
    }
    if (lineCount > MOST_LINES) {
      odd(lineCount + " lines");
    }
    if (codes != null) {
      StringBuilder all = new StringBuilder("codes");
      codes.forEach(each -> all.append(' ').append(each));
      odd(all.toString());
    }
    if (odd != null) {
      String what = "[odd reply: " + String.join(", ", odd) + "]";
      lines.add(what.length() > LONGEST_TEXT ? what.substring(0, LONGEST_TEXT) : what);
    }
  }

  private void odd(String what) {
    Set<String> all = odd == null ? new LinkedHashSet<>() : odd;
    all.add(what);
    odd = all;
  }

  private int next() {
    if (++read > MOST_OCTETS) {
      throw garbage("a reply of more than " + MOST_OCTETS + " octets");
    }
    return octets.getAsInt();
  }

  /** Takes the enhanced status code off the text, when it is there and agrees (RFC 2034). */
  private void status() {
    int[] part = new int[3];
    int at = 0;
    for (int i = 0; i < 3; i++) {
      int from = at;
      while (at < text.length() && at - from < 3 && digit(text.charAt(at))) {
        part[i] = part[i] * 10 + (text.charAt(at++) - '0');
      }
      if (at == from || (i < 2 && (at == text.length() || text.charAt(at++) != '.'))) {
        return;
      }
    }
    boolean ends = at == text.length() || text.charAt(at) == ' ';
    if (!ends || part[0] != code / 100 || part[0] == 3) {
      return;
    }
    text.delete(0, Math.min(text.length(), at + 1));
    EnhancedStatusCode before = status;
    boolean fits = taken == 0 || part[0] == 2;
    if (fits && (before == null || before.statusClass() != part[0])) {
      status = new EnhancedStatusCode(part[0], part[1], part[2]);
    }
  }

  private static boolean digit(int octet) {
    return octet >= '0' && octet <= '9';
  }

  private static ConversationBroken garbage(String what) {
    return new ConversationBroken("the server sent " + what, false);
  }
}
