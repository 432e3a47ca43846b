package io.postern.gateway.settings;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Writes values in YAML's block style, as people write a configuration. */
final class YamlWriter {

  /** What is the same text without quotes, whatever stands beside it. */
  private static final Pattern PLAIN =
      Pattern.compile("(?![-.]*$)[A-Za-z0-9_./][A-Za-z0-9_./@+-]*(:[A-Za-z0-9_./@+-]+)*");

  private YamlWriter() {}

  /** Keys with values as a whole document. */
  static String document(Map<String, Object> values) {
    StringBuilder out = new StringBuilder();
    values.forEach((key, value) -> out.append(entry(key, value, 0)).append('\n'));
    return out.toString();
  }

  /** A key with its value; without the indentation of its first line, and without a line's end. */
  static String entry(String key, Object value, int indent) {
    StringBuilder out = new StringBuilder();
    entry(key, value, indent, out);
    return out.toString();
  }

  private static void entry(String key, Object value, int indent, StringBuilder out) {
    out.append(scalar(key)).append(':');
    switch (value) {
      case Map<?, ?> map when !map.isEmpty() -> {
        line(indent + 2, out);
        entries(map, indent + 2, out);
      }
      case List<?> list when !list.isEmpty() -> {
        for (Object item : list) {
          line(indent + 2, out);
          out.append("- ");
          item(item, indent + 4, out);
        }
      }
      case Map<?, ?> empty -> out.append(" {}");
      case List<?> empty -> out.append(" []");
      default -> out.append(' ').append(scalar(value.toString()));
    }
  }

  private static void item(Object item, int indent, StringBuilder out) {
    switch (item) {
      case Map<?, ?> map when !map.isEmpty() -> entries(map, indent, out);
      case Map<?, ?> empty -> out.append("{}");
      case List<?> list -> {
        // Nothing in the configuration is a list of lists; in flow style it is valid all the same.
        out.append('[');
        for (Iterator<?> items = list.iterator(); items.hasNext(); ) {
          item(items.next(), indent, out);
          out.append(items.hasNext() ? ", " : "");
        }
        out.append(']');
      }
      default -> out.append(scalar(item.toString()));
    }
  }

  private static void entries(Map<?, ?> map, int indent, StringBuilder out) {
    boolean first = true;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (!first) {
        line(indent, out);
      }
      first = false;
      entry(String.valueOf(entry.getKey()), value(entry), indent, out);
    }
  }

  private static Object value(Map.Entry<?, ?> entry) {
    Object value = entry.getValue();
    return value == null ? "" : value;
  }

  private static void line(int indent, StringBuilder out) {
    out.append('\n').append(" ".repeat(indent));
  }

  private static String scalar(String text) {
    return PLAIN.matcher(text).matches() && !text.equals("null") ? text : quoted(text);
  }

  private static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    text.chars()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                out.append('\\').append((char) c);
              } else if (c < 0x20
                  || (c >= 0x7f && c < 0xa0)
                  || c == 0x2028
                  || c == 0x2029
                  || c == 0xfeff) {
                out.append("\\u%04x".formatted(c));
              } else {
                out.append((char) c);
              }
            });
    return out.append('"').toString();
  }
}
