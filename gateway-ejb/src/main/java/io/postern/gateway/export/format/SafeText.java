package io.postern.gateway.export.format;

import io.postern.text.Shown;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Values from outside within a line that programs take apart by their own rules: they are of
 * bounded length and of visible characters, and hold nothing that such a program takes for the end
 * of the value or for a line of another kind. What is escaped becomes {@code \}{@code u{2c}}.
 */
final class SafeText {

  /** RFC 5321 section 4.5.3.1.3, with some space for escapes. */
  private static final int LONGEST_WORD = 320;

  private static final int LONGEST_TEXT = 1_000;

  /** What is not in an address or a name of everyday use. */
  private static final Pattern ODD_IN_WORD = Pattern.compile("[\\s<>()\\[\\],;\"\\\\`]");

  /**
   * What the readers of these lines look for anywhere in them: the begin of an address, the end of
   * a program's name, and the words of Postfix that change what is counted.
   */
  private static final Pattern TELLING =
      Pattern.compile(
          "(?<==)<|(?<=\\]):|(?<=(?i:reject|warning|hold|discard)):(?= )|(?<=(?i:forwarded)) (?=as )");

  private SafeText() {}

  /** An address, a name, an id; of bounded length, one word. */
  static String word(String value) {
    return escaped(ODD_IN_WORD, Shown.of(value, LONGEST_WORD));
  }

  /** The same, when there is one. */
  static String word(Optional<String> value, String otherwise) {
    return value.filter(text -> !text.isEmpty()).map(SafeText::word).orElse(otherwise);
  }

  /** What somebody said, up to 1000 characters. */
  static String said(String value) {
    return escaped(TELLING, Shown.of(value, LONGEST_TEXT));
  }

  private static String escaped(Pattern pattern, String shown) {
    return pattern
        .matcher(shown)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    "\\u{" + Integer.toHexString(found.group().charAt(0)) + "}"));
  }
}
