package io.postern.gateway.delivery.smtp;

import io.postern.fixtures.smtp.ScriptedServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A reply from a grammar of what servers get wrong: codes within their class, lines of different
 * codes, lines without one, overlong lines, many lines, LF alone, any octet, written in pieces, cut
 * off by the end of the connection.
 *
 * @param octets ISO 8859-1 text
 * @param positive whether one line has a code of 2yz
 * @param last the code of the last line; 0 when the reply is cut off
 * @param pieces how long the pieces are in which it is written
 * @param closes whether the connection is closed behind it
 */
public record OddReply(
    String octets, boolean positive, int last, List<Integer> pieces, boolean closes) {

  /**
   * @param first the first digit of most of the codes
   */
  public static OddReply of(int first, Random random) {
    int lines = random.nextInt(20) == 0 ? 101 + random.nextInt(200) : 1 + random.nextInt(4);
    StringBuilder octets = new StringBuilder();
    boolean positive = false;
    int code = 0;
    boolean mixed = random.nextInt(4) == 0;
    for (int i = 0; i < lines; i++) {
      boolean end = i == lines - 1;
      if (!end && i > 0 && random.nextInt(10) == 0) {
        octets.append("no code").append(eol(random));
        continue;
      }
      if (code == 0 || mixed) {
        int digit = mixed && random.nextBoolean() ? List.of(2, 4, 5).get(random.nextInt(3)) : first;
        code = digit * 100 + (random.nextInt(3) == 0 ? random.nextInt(100) : 50);
      }
      positive |= code < 300;
      String text = text(random);
      // A fourth digit would make it no code.
      boolean digit = !text.isEmpty() && Character.isDigit(text.charAt(0));
      octets.append(code).append(end ? (digit ? " " : divider(random)) : "-").append(text);
      octets.append(eol(random));
    }
    boolean cut = random.nextInt(8) == 0;
    if (cut) {
      int newline = octets.lastIndexOf("\n", octets.length() - 2);
      octets.setLength(Math.min(octets.length() - 1, newline + 4 + random.nextInt(3)));
    }
    return new OddReply(
        octets.toString(),
        positive,
        cut ? 0 : code,
        pieces(octets.length(), random),
        cut || random.nextInt(8) == 0);
  }

  private static String divider(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> "";
      case 1 -> "\t";
      default -> " ";
    };
  }

  private static String text(Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> "";
      case 1 -> "y".repeat(500 + random.nextInt(5_000));
      case 2 -> "\u00e9\u00ff\u0080 octets";
      case 3 -> "\u0000\u001b[31m\u007f";
      case 4 -> "2.0.0 status";
      case 5 -> "5.7.1 status";
      case 6 -> " bare \r in it";
      default -> "plain text";
    };
  }

  private static String eol(Random random) {
    return random.nextInt(4) == 0 ? "\n" : "\r\n";
  }

  private static List<Integer> pieces(int length, Random random) {
    List<Integer> pieces = new ArrayList<>();
    int left = length;
    while (left > 0 && pieces.size() < 5 && random.nextInt(3) == 0) {
      int piece = 1 + random.nextInt(left);
      pieces.add(piece);
      left -= piece;
    }
    if (left > 0) {
      pieces.add(left);
    }
    return pieces;
  }

  /** Writes it, and raises when the connection is then to be closed. */
  public void say(ScriptedServer.Line line) throws IOException {
    int from = 0;
    for (int piece : pieces) {
      line.say(octets.substring(from, from + piece));
      from += piece;
    }
    if (closes) {
      throw new IOException("closed on purpose");
    }
  }
}
