package io.postern.update;

/** Text from outside, fit for one line of a terminal or of a file. */
final class Text {

  private static final int LONGEST = 500;

  private Text() {}

  /** Everything that is not printable US-ASCII becomes {@code ?}; long texts are cut. */
  static String oneLine(String text) {
    StringBuilder line = new StringBuilder();
    text.strip()
        .codePoints()
        .limit(LONGEST)
        .map(c -> c == '\n' || c == '\t' ? ' ' : c)
        .map(c -> c >= ' ' && c <= '~' ? c : '?')
        .forEach(line::appendCodePoint);
    return line.toString();
  }
}
