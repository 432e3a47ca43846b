package io.postern.gateway.reception;

import io.postern.gateway.charset.NamedCharsets;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the encoded words of an unfolded header field (RFC 2047 section 2) to a limit of
 * characters. Tolerant as mail programs are: words may be longer than 75 characters, stand within
 * other text, and divide a character between two of them. A word whose charset or encoding is
 * unknown stays as it is. Takes time linear in the field. For one field.
 */
final class EncodedWordDecoder {

  /** A word taken apart, and where the text goes on behind it. */
  private record Word(Charset charset, byte[] octets, int end) {}

  private final String field;
  private final int limit;
  private final StringBuilder decoded = new StringBuilder();

  /** Octets of adjacent words of one charset, which may share a character. */
  private final ByteArrayOutputStream octets = new ByteArrayOutputStream();

  private @Nullable Charset charset;

  private EncodedWordDecoder(String field, int limit) {
    this.field = field;
    this.limit = limit;
  }

  /**
   * @param limit of characters of the answer; the rest is cut off
   * @return empty when the field holds no encoded word
   */
  static Optional<String> decode(String field, int limit) {
    return new EncodedWordDecoder(field, limit).decode();
  }

  private Optional<String> decode() {
    boolean any = false;
    int done = 0;
    int at = field.indexOf("=?");
    while (at >= 0 && decoded.length() < limit) {
      Word word = word(at);
      if (word == null) {
        at = field.indexOf("=?", at + 1);
        continue;
      }
      any = true;
      if (charset == null || !field.substring(done, at).isBlank()) {
        endWords();
        decoded.append(field, done, at);
      } // RFC 2047 section 6.2: blanks between two words are not shown.
      if (!word.charset().equals(charset)) {
        endWords();
      }
      charset = word.charset();
      octets.writeBytes(word.octets());
      if (octets.size() >= 4 * limit) {
        endWords();
      }
      done = word.end();
      at = field.indexOf("=?", done);
    }
    endWords();
    if (!any) {
      return Optional.empty();
    }
    decoded.append(field, done, Math.min(field.length(), done + limit));
    decoded.setLength(Math.min(decoded.length(), limit));
    return Optional.of(decoded.toString());
  }

  private void endWords() {
    if (charset != null) {
      decoded.append(octets.toString(charset));
      octets.reset();
      charset = null;
    }
  }

  private @Nullable Word word(int begin) {
    int afterCharset = field.indexOf('?', begin + 2);
    if (afterCharset < 0
        || afterCharset + 2 >= field.length()
        || field.charAt(afterCharset + 2) != '?') {
      return null;
    }
    int textBegin = afterCharset + 3;
    int textEnd = field.indexOf("?=", textBegin);
    Charset named = textEnd < 0 ? null : charset(field.substring(begin + 2, afterCharset));
    if (named == null) {
      return null;
    }
    String text = field.substring(textBegin, textEnd);
    byte[] octets =
        switch (field.charAt(afterCharset + 1)) {
          case 'B', 'b' -> base64(text);
          case 'Q', 'q' -> quoted(text);
          default -> null;
        };
    return octets == null ? null : new Word(named, octets, textEnd + 2);
  }

  /** The language that RFC 2231 section 5 allows behind an asterisk is left out. */
  private static @Nullable Charset charset(String name) {
    int language = name.indexOf('*');
    return NamedCharsets.find(language < 0 ? name : name.substring(0, language)).orElse(null);
  }

  private static byte @Nullable [] base64(String text) {
    try {
      return Base64.getMimeDecoder().decode(text.getBytes(StandardCharsets.ISO_8859_1));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static byte[] quoted(String text) {
    byte[] from = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream to = new ByteArrayOutputStream(from.length);
    for (int i = 0; i < from.length; i++) {
      int high = from[i] == '=' && i + 2 < from.length ? Character.digit(from[i + 1], 16) : -1;
      int low = high < 0 ? -1 : Character.digit(from[i + 2], 16);
      if (low >= 0) {
        to.write(high << 4 | low);
        i += 2;
      } else {
        to.write(from[i] == '_' ? ' ' : from[i]);
      }
    }
    return to.toByteArray();
  }
}
