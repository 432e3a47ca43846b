package io.postern.gateway.callout.message;

import io.postern.gateway.charset.NamedCharsets;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * The parameters of a MIME field as written, names in lower case; the first of a name counts.
 * Understands values in several sections and other charsets (RFC 2231).
 *
 * @param contradicted names that were given again with another value
 */
record Parameters(SequencedMap<String, String> raw, Set<String> contradicted) {

  static final Parameters NONE = new Parameters(new TreeMap<>(), Set.of());

  private static final int MOST_SECTIONS = 100;

  Optional<String> get(String name) {
    String extended = raw.get(name + "*");
    if (extended != null) {
      return Optional.of(decoded(extended));
    }
    if (raw.containsKey(name + "*0") || raw.containsKey(name + "*0*")) {
      return Optional.of(joined(name));
    }
    return Optional.ofNullable(raw.get(name));
  }

  /**
   * Whether readers may differ in which value it has: given twice, or in both forms of RFC 2231.
   */
  boolean isAmbiguous(String name) {
    if (contradicted.contains(name) || contradicted.contains(name + "*")) {
      return true;
    }
    String plain = raw.get(name);
    return plain != null && !get(name).orElse("").equalsIgnoreCase(plain);
  }

  private String joined(String name) {
    StringBuilder value = new StringBuilder();
    Charset charset = StandardCharsets.UTF_8;
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    for (int i = 0; i < MOST_SECTIONS; i++) {
      String encoded = raw.get(name + '*' + i + '*');
      String plain = raw.get(name + '*' + i);
      if (encoded != null) {
        if (i == 0) {
          charset = charsetOf(encoded);
          encoded = afterLanguage(encoded);
        }
        octets.writeBytes(percentDecoded(encoded));
      } else if (plain != null) {
        value.append(octets.toString(charset)).append(plain);
        octets.reset();
      } else {
        break;
      }
    }
    return value.append(octets.toString(charset)).toString();
  }

  private static String decoded(String extended) {
    return new String(percentDecoded(afterLanguage(extended)), charsetOf(extended));
  }

  private static Charset charsetOf(String extended) {
    int quote = extended.indexOf('\'');
    return quote > 0
        ? NamedCharsets.find(extended.substring(0, quote)).orElse(StandardCharsets.ISO_8859_1)
        : StandardCharsets.UTF_8;
  }

  private static String afterLanguage(String extended) {
    int first = extended.indexOf('\'');
    int second = extended.indexOf('\'', first + 1);
    return first < 0 || second < 0 ? extended : extended.substring(second + 1);
  }

  private static byte[] percentDecoded(String text) {
    ByteArrayOutputStream octets = new ByteArrayOutputStream(text.length());
    byte[] raw = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < raw.length; i++) {
      if (raw[i] == '%' && i + 2 < raw.length) {
        int high = Character.digit(raw[i + 1], 16);
        int low = Character.digit(raw[i + 2], 16);
        if (high >= 0 && low >= 0) {
          octets.write(high << 4 | low);
          i += 2;
          continue;
        }
      }
      octets.write(raw[i]);
    }
    return octets.toByteArray();
  }

  /** All but one, as they follow in a field's value. */
  String written(String except) {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, String> parameter : raw.entrySet()) {
      String name = parameter.getKey();
      if (!name.equals(except) && !name.startsWith(except + "*")) {
        String value = parameter.getValue();
        text.append("; ").append(name).append('=');
        // Extended values are made of characters that need no quotes, and must not have them.
        if (name.endsWith("*")) {
          text.append(value.replace(' ', '_'));
        } else {
          text.append('"').append(value.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
        }
      }
    }
    return text.toString();
  }
}
