package io.postern.gateway.settings;

/**
 * How text from outside is shown in a message: on one line, nothing in it can pretend to be ours.
 */
public final class Shown {

  private static final int MOST = 60;

  private Shown() {}

  /** At most 60 characters and an ellipsis; see {@link #of(String, int)}. */
  public static String of(String text) {
    return of(text, MOST);
  }

  /**
   * Control, format and bidirectional characters become {@code \\u} escapes; the rest stays.
   *
   * @param most characters before it is cut; the answer is at most 15 longer
   */
  public static String of(String text, int most) {
    StringBuilder shown = new StringBuilder(Math.min(text.length(), most) + 15);
    for (int at = 0; at < text.length(); ) {
      if (shown.length() >= most) {
        return shown.append("...").toString();
      }
      int codePoint = text.codePointAt(at);
      at += Character.charCount(codePoint);
      if (isPlain(codePoint)) {
        shown.appendCodePoint(codePoint);
      } else {
        for (char unit : Character.toChars(codePoint)) {
          shown.append("\\u").append(hex(unit >> 8)).append(hex(unit & 0xff));
        }
      }
    }
    return shown.toString();
  }

  private static String hex(int octet) {
    String digits = Integer.toHexString(octet);
    return digits.length() < 2 ? "0" + digits : digits;
  }

  private static boolean isPlain(int codePoint) {
    return switch (Character.getType(codePoint)) {
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
