package io.postern.gateway.web.api;

import java.util.Locale;
import java.util.Optional;

/**
 * Which lines a viewer of the live journal wants to see. Works on the lines as they are written, so
 * that a thousand a second cost little.
 *
 * @param event member as it stands in such a line. No value can pretend to be one: a quote inside a
 *     value is escaped
 * @param needle in lower case, in the journal's spelling
 */
record TailFilter(Optional<String> event, Optional<String> needle) {

  /**
   * @param event exact name; empty for all
   * @param text looked for without case; empty for all
   */
  static TailFilter of(String event, String text) {
    return new TailFilter(
        event.isEmpty() ? Optional.empty() : Optional.of("\"event\":\"" + event + '"'),
        text.isEmpty() ? Optional.empty() : Optional.of(written(text).toLowerCase(Locale.ROOT)));
  }

  boolean wants(String line) {
    return (event.isEmpty() || line.contains(event.get()))
        && (needle.isEmpty() || line.toLowerCase(Locale.ROOT).contains(needle.get()));
  }

  /** As a value stands in the journal: printable US-ASCII, all else as escapes. */
  private static String written(String text) {
    StringBuilder written = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        written.append('\\').append(c);
      } else if (c < ' ' || c > '~') {
        written.append("\\u").append(String.format(Locale.ROOT, "%04x", (int) c));
      } else {
        written.append(c);
      }
    }
    return written.toString();
  }
}
