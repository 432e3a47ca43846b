package io.postern.gateway.callout.message;

import io.postern.mail.HeaderField;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Writes header fields: checks name and value, folds at 78 characters where there is a blank (RFC
 * 5322 section 2.1.1), and makes encoded words (RFC 2047) of what US-ASCII cannot say.
 */
final class NewField {

  private static final int FOLD_AT = 78;

  /** Leaves room for the longest name within the 998 characters of a line. */
  private static final int LONGEST_WORD = 700;

  private static final int LONGEST_NAME = 255;

  /**
   * Fields made of addresses, where quoted names and comments need care (RFC 2047 section 5): an
   * encoded word cannot stand inside quotes.
   */
  private static final Set<String> ADDRESS_FIELDS =
      Set.of(
          "from",
          "sender",
          "reply-to",
          "to",
          "cc",
          "bcc",
          "resent-from",
          "resent-sender",
          "resent-to",
          "resent-cc",
          "resent-bcc",
          "disposition-notification-to");

  private static final String ADDRESS_DELIMITERS = "<>(),:;\"";

  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private NewField() {}

  /**
   * @throws IllegalArgumentException when name or value are not as {@link
   *     io.postern.mail.HeaderSection} demands
   */
  static FieldOctets of(String name, String value) {
    checkName(name);
    boolean plain = checkValue(name, value);
    if (plain && name.length() + 2 + value.length() <= FOLD_AT && !value.isBlank()) {
      return field(name, name + ": " + value + "\r\n");
    }
    Folding folding = new Folding(name);
    boolean addresses = ADDRESS_FIELDS.contains(name.toLowerCase(Locale.ROOT));
    for (Piece piece : addresses ? addressPieces(value) : textPieces(value)) {
      folding.add(piece);
    }
    return field(name, folding.finish());
  }

  /**
   * The field as it is written.
   *
   * @throws IllegalArgumentException when it would not be one field, or a line of it is too long
   */
  static FieldOctets raw(HeaderField field) {
    String name = field.name();
    checkName(name);
    byte[] octets = (name + ":" + field.rawValue() + "\r\n").getBytes(StandardCharsets.UTF_8);
    if (!Lines.areClean(octets, Lines.LONGEST)) {
      throw new IllegalArgumentException(
          "the raw value of "
              + name
              + " holds NUL, CR or LF alone, or a line of more than "
              + Lines.LONGEST
              + " octets");
    }
    String[] lines = field.rawValue().split("\r\n", -1);
    for (int i = 0; i < lines.length; i++) {
      boolean continued = i == 0 || lines[i].startsWith(" ") || lines[i].startsWith("\t");
      if (!continued || (i > 0 && lines[i].isBlank())) {
        throw new IllegalArgumentException(
            "line " + (i + 1) + " of the raw value of " + name + " does not continue the field");
      }
    }
    return new FieldOctets(octets, 0, name.length(), name.length() + 1, octets.length);
  }

  private static FieldOctets field(String name, String text) {
    byte[] octets = text.getBytes(StandardCharsets.US_ASCII);
    return new FieldOctets(octets, 0, name.length(), name.length() + 1, octets.length);
  }

  private static void checkName(String name) {
    if (name.isEmpty() || name.length() > LONGEST_NAME) {
      throw new IllegalArgumentException(
          "a header field's name has 1 to " + LONGEST_NAME + " characters, not " + name.length());
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c <= ' ' || c >= 0x7f || c == ':') {
        throw new IllegalArgumentException(
            "a header field's name is printable US-ASCII without colon and space; character "
                + i
                + " is U+"
                + HEX.toHexDigits(c));
      }
    }
  }

  /** Returns whether all of it is printable US-ASCII. */
  private static boolean checkValue(String name, String value) {
    boolean plain = true;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\r' || c == '\n' || c == 0) {
        throw new IllegalArgumentException(
            "the value of " + name + " holds CR, LF or NUL at index " + i);
      }
      plain &= c >= ' ' && c < 0x7f;
    }
    return plain;
  }

  /**
   * @param gap the blanks before it
   * @param encode whether it needs encoded words
   */
  private record Piece(String gap, String text, boolean encode) {}

  private static List<Piece> textPieces(String value) {
    List<Piece> pieces = new ArrayList<>();
    int at = 0;
    while (at < value.length()) {
      int wordStart = skipBlanks(value, at);
      int wordEnd = wordStart;
      while (wordEnd < value.length() && !isBlank(value.charAt(wordEnd))) {
        wordEnd++;
      }
      if (wordEnd > wordStart) {
        addWord(pieces, value.substring(at, wordStart), value.substring(wordStart, wordEnd));
      }
      at = wordEnd;
    }
    return pieces;
  }

  private static List<Piece> addressPieces(String value) {
    List<Piece> pieces = new ArrayList<>();
    int at = 0;
    while (at < value.length()) {
      int start = skipBlanks(value, at);
      if (start == value.length()) {
        break;
      }
      String gap = value.substring(at, start);
      char first = value.charAt(start);
      int end = start + 1;
      if (first == '"') {
        end = quotedEnd(value, start);
        String quoted = value.substring(start, end);
        if (isPlain(quoted)) {
          pieces.add(new Piece(gap, quoted, false));
        } else {
          pieces.add(new Piece(gap, unquoted(quoted), true));
        }
      } else if (ADDRESS_DELIMITERS.indexOf(first) >= 0) {
        pieces.add(new Piece(gap, value.substring(start, end), false));
      } else {
        while (end < value.length()
            && !isBlank(value.charAt(end))
            && ADDRESS_DELIMITERS.indexOf(value.charAt(end)) < 0) {
          end++;
        }
        addWord(pieces, gap, value.substring(start, end));
      }
      at = end;
    }
    return pieces;
  }

  /** Joins words to be encoded, as blanks between two encoded words are not shown. */
  private static void addWord(List<Piece> pieces, String gap, String word) {
    boolean encode = !isPlain(word) || word.length() > LONGEST_WORD;
    if (encode && !pieces.isEmpty() && pieces.getLast().encode()) {
      Piece last = pieces.removeLast();
      pieces.add(new Piece(last.gap(), last.text() + gap + word, true));
    } else {
      pieces.add(new Piece(gap, word, encode));
    }
  }

  private static int quotedEnd(String value, int start) {
    int at = start + 1;
    while (at < value.length() && value.charAt(at) != '"') {
      at += value.charAt(at) == '\\' ? 2 : 1;
    }
    return Math.min(at + 1, value.length());
  }

  private static String unquoted(String quoted) {
    StringBuilder text = new StringBuilder(quoted.length());
    int end = quoted.endsWith("\"") && quoted.length() > 1 ? quoted.length() - 1 : quoted.length();
    for (int i = 1; i < end; i++) {
      if (quoted.charAt(i) == '\\' && i + 1 < end) {
        i++;
      }
      text.append(quoted.charAt(i));
    }
    return text.toString();
  }

  private static int skipBlanks(String value, int from) {
    int at = from;
    while (at < value.length() && isBlank(value.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  private static boolean isPlain(String word) {
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if ((c < ' ' && c != '\t') || c >= 0x7f) {
        return false;
      }
    }
    return true;
  }

  /** The lines of a field under construction. */
  private static final class Folding {

    private static final int LONGEST_GAP = 40;

    private final StringBuilder lines;
    private int column;
    private boolean first = true;
    private boolean afterEncoded;

    Folding(String name) {
      lines = new StringBuilder(256).append(name).append(':');
      column = lines.length();
    }

    void add(Piece piece) {
      String gap = piece.gap().length() > LONGEST_GAP ? " " : piece.gap();
      if (!piece.encode()) {
        // Some readers do not know an encoded word that a route address touches.
        add(afterEncoded && piece.text().equals("<") && gap.isEmpty() ? " " : gap, piece.text());
        afterEncoded = false;
        return;
      }
      for (String word : EncodedWords.of(piece.text(), first ? 75 - column : 75)) {
        add(gap, word);
        gap = " ";
      }
      afterEncoded = true;
    }

    private void add(String gap, String word) {
      // A line end before the first word would leave the first line empty, which some readers
      // take for the end of the field.
      String before = first ? " " : gap;
      if (!first && !before.isEmpty() && column + before.length() + word.length() > FOLD_AT) {
        lines.append("\r\n");
        column = 0;
      } else if (!first && before.isEmpty() && column + word.length() > 2 * FOLD_AT) {
        lines.append("\r\n");
        before = " ";
        column = 0;
      }
      lines.append(before).append(word);
      column += before.length() + word.length();
      first = false;
    }

    String finish() {
      return lines.append("\r\n").toString();
    }
  }
}
