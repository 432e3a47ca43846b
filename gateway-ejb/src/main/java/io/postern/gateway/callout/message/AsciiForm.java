package io.postern.gateway.callout.message;

import java.text.Normalizer;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Text written in US-ASCII, for places where no other character is sure to be read as meant. */
final class AsciiForm {

  private static final Map<Integer, String> WRITTEN_OUT =
      Map.ofEntries(
          Map.entry(0xdf, "ss"),
          Map.entry(0x1e9e, "SS"),
          Map.entry(0xc6, "AE"),
          Map.entry(0xe6, "ae"),
          Map.entry(0x152, "OE"),
          Map.entry(0x153, "oe"),
          Map.entry(0xd8, "O"),
          Map.entry(0xf8, "o"),
          Map.entry(0x141, "L"),
          Map.entry(0x142, "l"),
          Map.entry(0x110, "D"),
          Map.entry(0x111, "d"),
          Map.entry(0xd0, "D"),
          Map.entry(0xf0, "d"),
          Map.entry(0xde, "Th"),
          Map.entry(0xfe, "th"),
          Map.entry(0x131, "i"),
          Map.entry(0x2018, "'"),
          Map.entry(0x2019, "'"),
          Map.entry(0x201a, "'"),
          Map.entry(0x201c, "\""),
          Map.entry(0x201d, "\""),
          Map.entry(0x201e, "\""),
          Map.entry(0xab, "<<"),
          Map.entry(0xbb, ">>"),
          Map.entry(0x2039, "<"),
          Map.entry(0x203a, ">"),
          Map.entry(0x2010, "-"),
          Map.entry(0x2011, "-"),
          Map.entry(0x2012, "-"),
          Map.entry(0x2013, "-"),
          Map.entry(0x2014, "-"),
          Map.entry(0x2015, "-"),
          Map.entry(0x2212, "-"),
          Map.entry(0xad, ""),
          Map.entry(0x200b, ""),
          Map.entry(0x2060, ""),
          Map.entry(0xfeff, ""),
          Map.entry(0x2022, "*"),
          Map.entry(0xb7, "*"),
          Map.entry(0xa9, "(c)"),
          Map.entry(0xae, "(R)"),
          Map.entry(0xa7, "section "),
          Map.entry(0xb0, " deg"),
          Map.entry(0xd7, "x"),
          Map.entry(0x20ac, "EUR"),
          Map.entry(0xa3, "GBP"),
          Map.entry(0xa5, "JPY"));

  private AsciiForm() {}

  /**
   * Letters without their accents, signs written out, other signs as {@code ?}; empty when a letter
   * or digit has no such form.
   */
  static Optional<String> of(String text) {
    StringBuilder ascii = new StringBuilder(text.length());
    for (int at = 0; at < text.length(); ) {
      int character = text.codePointAt(at);
      at += Character.charCount(character);
      if (character < 0x80) {
        ascii.append((char) character);
        continue;
      }
      String written = WRITTEN_OUT.get(character);
      if (written == null) {
        written = decomposed(character);
      }
      if (written == null && Character.isLetterOrDigit(character)) {
        return Optional.empty();
      }
      ascii.append(written == null ? "?" : written);
    }
    return Optional.of(ascii.toString());
  }

  /** With character references (HTML standard section 13.1.4), for markup. */
  static String ofMarkup(String html, String alsoReferred) {
    StringBuilder ascii = new StringBuilder(html.length());
    html.codePoints()
        .forEach(
            character -> {
              if (character >= 0x7f || alsoReferred.indexOf(character) >= 0) {
                ascii.append("&#").append(character).append(';');
              } else {
                ascii.append((char) character);
              }
            });
    return ascii.toString();
  }

  private static @Nullable String decomposed(int character) {
    StringBuilder ascii = new StringBuilder();
    String parts = Normalizer.normalize(Character.toString(character), Normalizer.Form.NFKD);
    for (int i = 0; i < parts.length(); i++) {
      char part = parts.charAt(i);
      if (part < 0x80) {
        ascii.append(part);
      } else if (Character.getType(part) != Character.NON_SPACING_MARK) {
        return null;
      }
    }
    // A mark that stands behind a letter of its own goes with that letter's accents.
    return ascii.toString();
  }
}
