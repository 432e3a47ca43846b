package io.postern.command;

import java.util.Locale;

/** Text from outside on a terminal: one line, and nothing in it commands the terminal. */
public final class Shown {

  private static final int LONGEST = 1_000;

  private Shown() {}

  /**
   * With everything escaped that cannot be seen, that turns the direction of text or that a
   * terminal would obey.
   */
  public static String text(String text) {
    int length = text.codePointCount(0, text.length());
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints().limit(LONGEST).forEach(c -> append(shown, c));
    return length > LONGEST ? shown.append('…').toString() : shown.toString();
  }

  private static void append(StringBuilder shown, int c) {
    switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED ->
          shown.append(String.format(Locale.ROOT, "\\u{%x}", c));
      default -> shown.appendCodePoint(c);
    }
  }
}
