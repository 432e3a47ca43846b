package io.postern.gateway.callout.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Makes encoded words of UTF-8 (RFC 2047 section 2), each of at most 75 characters and of whole
 * characters.
 */
final class EncodedWords {

  private static final int FRAME = "=?UTF-8?Q??=".length();
  private static final int LONGEST = 75;

  /** Even on a line with a very long name, an encoded word holds some characters. */
  private static final int SHORTEST = FRAME + 16;

  private EncodedWords() {}

  /**
   * The text as one encoded word after the other; what is no character becomes U+FFFD.
   *
   * @param firstLength that is left for the first word on its line (RFC 2047 section 2: a line with
   *     encoded words has at most 76 characters)
   */
  static List<String> of(String text, int firstLength) {
    boolean quoted = quotedLength(text) <= base64Length(text);
    List<String> words = new ArrayList<>();
    StringBuilder chunk = new StringBuilder();
    int used = 0;
    for (int i = 0; i < text.length(); ) {
      int character = characterAt(text, i);
      int cost = quoted ? quotedCost(character) : utf8Length(character);
      int length = words.isEmpty() ? Math.clamp(firstLength, SHORTEST, LONGEST) : LONGEST;
      int room = quoted ? length - FRAME : (length - FRAME) / 4 * 3;
      if (used + cost > room) {
        words.add(word(chunk.toString(), quoted));
        chunk.setLength(0);
        used = 0;
      }
      chunk.appendCodePoint(character);
      used += cost;
      i += Character.charCount(text.codePointAt(i));
    }
    words.add(word(chunk.toString(), quoted));
    return words;
  }

  private static int characterAt(String text, int index) {
    int character = text.codePointAt(index);
    return character >= 0xd800 && character <= 0xdfff ? 0xfffd : character;
  }

  private static String word(String chunk, boolean quoted) {
    byte[] octets = chunk.getBytes(StandardCharsets.UTF_8);
    if (!quoted) {
      return "=?UTF-8?B?" + Base64.getEncoder().encodeToString(octets) + "?=";
    }
    StringBuilder word = new StringBuilder("=?UTF-8?Q?");
    for (byte octet : octets) {
      if (isSafe(octet)) {
        word.append((char) octet);
      } else if (octet == ' ') {
        word.append('_');
      } else {
        word.append('=')
            .append(Character.toUpperCase(Character.forDigit(octet >> 4 & 15, 16)))
            .append(Character.toUpperCase(Character.forDigit(octet & 15, 16)));
      }
    }
    return word.append("?=").toString();
  }

  private static int quotedLength(String text) {
    int length = 0;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      length += quotedCost(characterAt(text, i));
    }
    return length;
  }

  private static int base64Length(String text) {
    int length = 0;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      length += utf8Length(characterAt(text, i));
    }
    return (length + 2) / 3 * 4;
  }

  private static int quotedCost(int character) {
    return character == ' ' || isSafe(character) ? 1 : 3 * utf8Length(character);
  }

  private static int utf8Length(int character) {
    return character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
  }

  /** What may stand unencoded even where a phrase does (RFC 2047 section 5 (3)). */
  private static boolean isSafe(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '!'
        || c == '*'
        || c == '+'
        || c == '-'
        || c == '/';
  }
}
