package io.postern.text;

/**
 * Text from outside, such as an address, a reply or a file name, as it is shown to a person: on one
 * line, of bounded length, and nothing in it can pretend to be ours or command a terminal.
 *
 * <p>Control and format characters, marks that turn the direction of text, line separators,
 * unpaired surrogates and characters without a meaning become their number in hexadecimal, as in
 * {@code \}{@code u{202e}}; what can be seen stays, in any language. Text that was cut ends in
 * {@code ...}
 */
public final class Shown {

  private static final String HEX = "0123456789abcdef";
  private static final int WORD = 60;
  private static final int SENTENCE = 300;

  private Shown() {}

  /** A word that is named in a sentence: at most 60 characters, see {@link #of(String, int)}. */
  public static String of(String text) {
    return of(text, WORD);
  }

  /**
   * At most so many characters.
   *
   * @param most characters before it is cut, at least 1; the answer is at most 12 longer
   */
  public static String of(String text, int most) {
    return shown(text, most, false);
  }

  /** What an exception says, at most 300 characters: its message, or its type when it has none. */
  public static String of(Throwable thrown) {
    String message = thrown.getMessage();
    return message == null ? thrown.getClass().getSimpleName() : of(message, SENTENCE);
  }

  /** As {@link #of(String, int)} in printable US-ASCII: everything else is escaped. */
  public static String ascii(String text, int most) {
    return shown(text, most, true);
  }

  /** Whether it is printable US-ASCII alone. */
  public static boolean isPrintableAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isPrintableAscii(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** Appends an octet: itself when printable US-ASCII, a tab as a space, else {@code \xhh}. */
  public static void append(StringBuilder shown, int octet) {
    if (isPrintableAscii(octet)) {
      shown.append((char) octet);
    } else if (octet == '\t') {
      shown.append(' ');
    } else {
      shown.append("\\x").append(HEX.charAt(octet >> 4 & 15)).append(HEX.charAt(octet & 15));
    }
  }

  private static String shown(String text, int most, boolean asciiOnly) {
    StringBuilder shown = new StringBuilder(Math.min(text.length(), most) + 12);
    for (int at = 0; at < text.length(); ) {
      if (shown.length() >= most) {
        return shown.append("...").toString();
      }
      int character = text.codePointAt(at);
      at += Character.charCount(character);
      if (isPrintableAscii(character) || (!asciiOnly && isVisible(character))) {
        shown.appendCodePoint(character);
      } else {
        shown.append("\\u{").append(Integer.toHexString(character)).append('}');
      }
    }
    return shown.toString();
  }

  private static boolean isPrintableAscii(int character) {
    return character >= ' ' && character <= '~';
  }

  private static boolean isVisible(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
