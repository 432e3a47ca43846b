package io.postern.gateway.audit;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.function.Consumer;

/**
 * Text as words that can be compared: in lower case, without accents, letters and digits only.
 * Scripts that put no spaces between words have a word for each character.
 */
final class Words {

  /** Characters of a word; what is longer is cut. */
  private static final int LONGEST = 64;

  private Words() {}

  /** The words in the order of the text, repeated ones too. */
  static void of(String text, Consumer<String> to) {
    StringBuilder word = new StringBuilder();
    if (isAscii(text)) {
      for (int i = 0; i < text.length(); i++) {
        ascii(text.charAt(i), word, to);
      }
    } else {
      Normalizer.normalize(text, Normalizer.Form.NFKD)
          .codePoints()
          .forEach(codePoint -> add(codePoint, word, to));
    }
    end(word, to);
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > '~') {
        return false;
      }
    }
    return true;
  }

  private static void ascii(char c, StringBuilder word, Consumer<String> to) {
    if (c >= 'a' && c <= 'z' || c >= '0' && c <= '9') {
      word.append(c);
    } else if (c >= 'A' && c <= 'Z') {
      word.append((char) (c + 32));
    } else {
      end(word, to);
    }
  }

  private static void add(int codePoint, StringBuilder word, Consumer<String> to) {
    if (codePoint <= '~') {
      ascii((char) codePoint, word, to);
    } else if (Character.getType(codePoint) == Character.NON_SPACING_MARK) {
      return; // an accent that was split off
    } else if (!Character.isLetterOrDigit(codePoint)) {
      end(word, to);
    } else if (standsAlone(codePoint)) {
      end(word, to);
      to.accept(Character.toString(codePoint));
    } else {
      letter(Character.toLowerCase(codePoint), word);
    }
  }

  /** Latin letters that have no decomposition are written as people without such keys do. */
  private static void letter(int codePoint, StringBuilder word) {
    switch (codePoint) {
      case 'ß' -> word.append("ss");
      case 'æ' -> word.append("ae");
      case 'œ' -> word.append("oe");
      case 'þ' -> word.append("th");
      case 'ø' -> word.append('o');
      case 'đ', 'ð' -> word.append('d');
      case 'ł' -> word.append('l');
      case 'ħ' -> word.append('h');
      case 'ı' -> word.append('i');
      default -> word.appendCodePoint(codePoint);
    }
  }

  private static boolean standsAlone(int codePoint) {
    if (Character.isIdeographic(codePoint)) {
      return true;
    }
    UnicodeScript script = UnicodeScript.of(codePoint);
    return script == UnicodeScript.HIRAGANA
        || script == UnicodeScript.KATAKANA
        || script == UnicodeScript.THAI;
  }

  private static void end(StringBuilder word, Consumer<String> to) {
    if (!word.isEmpty()) {
      to.accept(word.length() > LONGEST ? word.substring(0, LONGEST) : word.toString());
      word.setLength(0);
    }
  }
}
