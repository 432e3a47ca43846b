package io.postern.gateway.export;

import java.util.List;

/**
 * Writes members of a JSON object in printable US-ASCII, as the journal does; but U+FFFD for what
 * databases and other readers of JSON refuse (RFC 7493 section 2.1): NUL, half a surrogate pair.
 */
final class JsonText {

  private static final String HEX = "0123456789abcdef";

  private JsonText() {}

  /** A comma, the name, and the value as a string. */
  static void member(StringBuilder json, String name, String value) {
    name(json, name);
    quoted(json, value);
  }

  /** A comma, the name, and a list of strings. */
  static void member(StringBuilder json, String name, List<String> values) {
    name(json, name);
    json.append('[');
    for (int i = 0; i < values.size(); i++) {
      if (i > 0) {
        json.append(',');
      }
      quoted(json, values.get(i));
    }
    json.append(']');
  }

  private static void name(StringBuilder json, String name) {
    json.append(',');
    quoted(json, name);
    json.append(':');
  }

  private static char character(String text, int at) {
    char c = text.charAt(at);
    boolean half =
        Character.isHighSurrogate(c)
            ? at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1))
            : Character.isLowSurrogate(c)
                && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
    return c == 0 || half ? '\ufffd' : c;
  }

  /** A string with its quotes. */
  static void quoted(StringBuilder json, String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = character(text, i);
      if (c < ' ' || c > '~') {
        json.append("\\u")
            .append(HEX.charAt(c >> 12))
            .append(HEX.charAt(c >> 8 & 15))
            .append(HEX.charAt(c >> 4 & 15))
            .append(HEX.charAt(c & 15));
      } else if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else {
        json.append(c);
      }
    }
    json.append('"');
  }
}
