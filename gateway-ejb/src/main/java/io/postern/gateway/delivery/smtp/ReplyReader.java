package io.postern.gateway.delivery.smtp;

import io.postern.mail.EnhancedStatusCode;
import io.postern.mail.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * Reads replies (RFC 5321 section 4.2.1), strictly and within bounds. Twice the RFC's 512 octets
 * per line are taken, as servers exceed it in good faith; at most 100 lines. Octets that are not
 * printable US-ASCII are escaped, so that a reply is safe to show.
 */
final class ReplyReader {

  private static final int LONGEST_LINE = 1024;
  private static final int MOST_LINES = 100;

  /** What {@link Reply} holds per line. */
  private static final int LONGEST_TEXT = 450;

  private final IntSupplier octets;
  private final StringBuilder text = new StringBuilder(128);

  /** Whether the line just read says that another follows. */
  private boolean more;

  /**
   * @param octets the next octet at each call; raises when there is none
   */
  ReplyReader(IntSupplier octets) {
    this.octets = octets;
  }

  /**
   * @throws ConversationBroken when what comes is not a reply
   */
  Reply read() {
    int code = line();
    Optional<EnhancedStatusCode> status = status(code);
    String first = text.toString();
    if (!more) {
      return new Reply(code, status, List.of(first));
    }
    List<String> lines = new ArrayList<>();
    lines.add(first);
    while (more) {
      if (lines.size() == MOST_LINES) {
        throw garbage("a reply of more than " + MOST_LINES + " lines");
      }
      if (line() != code) {
        throw garbage("a reply whose lines have different codes");
      }
      status(code);
      lines.add(text.toString());
    }
    return new Reply(code, status, lines);
  }

  /** Reads one line into {@link #text} and returns its code. */
  private int line() {
    text.setLength(0);
    int code = 0;
    for (int i = 0; i < 3; i++) {
      int digit = octets.getAsInt() - '0';
      if (digit < 0 || digit > 9) {
        throw garbage("something that is not a reply");
      }
      code = code * 10 + digit;
    }
    if (code < 200 || code > 599) {
      throw garbage("reply code " + code);
    }
    int octet = octets.getAsInt();
    more = octet == '-';
    if (octet == '-' || octet == ' ') {
      octet = octets.getAsInt();
    } else if (octet != '\r') {
      throw garbage("something that is not a reply");
    }
    for (int length = 4; octet != '\r'; length++) {
      if (octet == '\n') {
        throw garbage("a reply line that ends in a bare LF");
      }
      if (length > LONGEST_LINE) {
        throw garbage("a reply line of more than " + LONGEST_LINE + " octets");
      }
      if (text.length() < LONGEST_TEXT) {
        Printable.append(text, octet);
      }
      octet = octets.getAsInt();
    }
    if (octets.getAsInt() != '\n') {
      throw garbage("a reply line with a bare CR");
    }
    text.setLength(Math.min(text.length(), LONGEST_TEXT));
    return code;
  }

  /** Takes the enhanced status code off the text, when it is there and agrees (RFC 2034). */
  private Optional<EnhancedStatusCode> status(int code) {
    int[] part = new int[3];
    int at = 0;
    for (int i = 0; i < 3; i++) {
      int from = at;
      while (at < text.length() && at - from < 3 && digit(at)) {
        part[i] = part[i] * 10 + (text.charAt(at++) - '0');
      }
      if (at == from || (i < 2 && (at == text.length() || text.charAt(at++) != '.'))) {
        return Optional.empty();
      }
    }
    boolean ends = at == text.length() || text.charAt(at) == ' ';
    if (!ends || part[0] != code / 100 || part[0] == 3) {
      return Optional.empty();
    }
    text.delete(0, Math.min(text.length(), at + 1));
    return Optional.of(new EnhancedStatusCode(part[0], part[1], part[2]));
  }

  private boolean digit(int at) {
    char c = text.charAt(at);
    return c >= '0' && c <= '9';
  }

  private static ConversationBroken garbage(String what) {
    return new ConversationBroken("the server sent " + what, false);
  }
}
