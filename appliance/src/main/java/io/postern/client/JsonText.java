package io.postern.client;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes JSON (RFC 8259): objects as maps in their order, arrays as lists, texts, numbers
 * as {@code Long} or {@code Double}, {@code true} and {@code false} as {@code Boolean}, null as
 * null.
 */
final class JsonText {

  private static final int DEPTH = 32;

  private final String text;
  private int next;
  private int depth;

  private JsonText(String text) {
    this.text = text;
  }

  /**
   * @throws IllegalArgumentException when it is not one JSON object
   */
  @SuppressWarnings("unchecked")
  static Map<String, Object> object(String text) {
    JsonText json = new JsonText(text);
    Object value = json.value();
    json.skip();
    if (json.next != text.length() || !(value instanceof Map)) {
      throw json.wrong();
    }
    return (Map<String, Object>) value;
  }

  /** Writes a value such as {@link #object} reads, in printable US-ASCII on one line. */
  static String write(@Nullable Object value) {
    StringBuilder out = new StringBuilder();
    write(value, out);
    return out.toString();
  }

  private @Nullable Object value() {
    skip();
    if (++depth > DEPTH) {
      throw wrong();
    }
    Object value =
        switch (peek()) {
          case '{' -> map();
          case '[' -> list();
          case '"' -> string();
          case 't' -> word("true", true);
          case 'f' -> word("false", false);
          case 'n' -> word("null", null);
          default -> number();
        };
    depth--;
    return value;
  }

  private Map<String, @Nullable Object> map() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    next++;
    skip();
    if (peek() == '}') {
      next++;
      return map;
    }
    do {
      skip();
      String name = string();
      skip();
      expect(':');
      map.put(name, value());
    } while (more('}'));
    return map;
  }

  private List<@Nullable Object> list() {
    List<@Nullable Object> list = new ArrayList<>();
    next++;
    skip();
    if (peek() == ']') {
      next++;
      return list;
    }
    do {
      list.add(value());
    } while (more(']'));
    return list;
  }

  private boolean more(char end) {
    skip();
    char c = peek();
    next++;
    if (c != ',' && c != end) {
      throw wrong();
    }
    return c == ',';
  }

  private String string() {
    expect('"');
    StringBuilder string = new StringBuilder();
    while (peek() != '"') {
      char c = text.charAt(next++);
      string.append(c == '\\' ? escaped() : c);
    }
    next++;
    return string.toString();
  }

  private char escaped() {
    char c = peek();
    next++;
    return switch (c) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'u' -> {
        if (next + 4 > text.length()) {
          throw wrong();
        }
        next += 4;
        try {
          yield (char) Integer.parseInt(text, next - 4, next, 16);
        } catch (NumberFormatException e) {
          throw wrong();
        }
      }
      case '"', '\\', '/' -> c;
      default -> throw wrong();
    };
  }

  private Object number() {
    int from = next;
    while (next < text.length() && "+-.eE0123456789".indexOf(text.charAt(next)) >= 0) {
      next++;
    }
    String number = text.substring(from, next);
    try {
      return number.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'))
          ? (Object) Long.valueOf(number)
          : (Object) Double.valueOf(number);
    } catch (NumberFormatException e) {
      throw wrong();
    }
  }

  private @Nullable Object word(String word, @Nullable Object value) {
    if (!text.startsWith(word, next)) {
      throw wrong();
    }
    next += word.length();
    return value;
  }

  private void skip() {
    while (next < text.length() && " \t\r\n".indexOf(text.charAt(next)) >= 0) {
      next++;
    }
  }

  private void expect(char c) {
    if (peek() != c) {
      throw wrong();
    }
    next++;
  }

  private char peek() {
    if (next >= text.length()) {
      throw wrong();
    }
    return text.charAt(next);
  }

  private IllegalArgumentException wrong() {
    return new IllegalArgumentException("not JSON at character " + next);
  }

  private static void write(@Nullable Object value, StringBuilder out) {
    switch (value) {
      case null -> out.append("null");
      case Map<?, ?> map -> {
        String separator = "{";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          out.append(separator);
          quoted(String.valueOf(entry.getKey()), out);
          out.append(':');
          write(entry.getValue(), out);
          separator = ",";
        }
        out.append(map.isEmpty() ? "{}" : "}");
      }
      case List<?> list -> {
        String separator = "[";
        for (Object item : list) {
          out.append(separator);
          write(item, out);
          separator = ",";
        }
        out.append(list.isEmpty() ? "[]" : "]");
      }
      case String string -> quoted(string, out);
      default -> out.append(value);
    }
  }

  private static void quoted(String string, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ' || c > '~') {
        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
