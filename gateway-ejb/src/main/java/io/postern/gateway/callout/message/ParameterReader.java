package io.postern.gateway.callout.message;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.SequencedMap;

/**
 * Reads {@code main; name=value; name="value"} with comments (RFC 2045 section 5.1), in one pass,
 * taking whatever comes: what cannot be read is passed over.
 */
final class ParameterReader {

  private final String text;
  private final String main;
  private final SequencedMap<String, String> parameters = new LinkedHashMap<>();
  private int at;

  ParameterReader(String rawValue) {
    text = rawValue.replace("\r", "").replace("\n", "").replace("\0", "");
    main = until(";").replace(" ", "").replace("\t", "");
    while (at < text.length()) {
      at++;
      String name = until("=;").strip().toLowerCase(Locale.ROOT);
      if (at < text.length() && text.charAt(at) == '=') {
        at++;
        String value = value();
        if (isToken(name)) {
          parameters.putIfAbsent(name, value);
        }
      }
    }
  }

  /** What stands before the first semicolon, without blanks and comments. */
  String main() {
    return main;
  }

  Parameters parameters() {
    return new Parameters(parameters);
  }

  private static boolean isToken(String name) {
    return !name.isEmpty() && name.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '"');
  }

  private String until(String ends) {
    StringBuilder found = new StringBuilder();
    while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) {
      if (text.charAt(at) == '(') {
        skipComment();
      } else {
        found.append(text.charAt(at++));
      }
    }
    return found.toString();
  }

  private String value() {
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
    if (at == text.length() || text.charAt(at) != '"') {
      return until(";").strip();
    }
    at++;
    StringBuilder value = new StringBuilder();
    while (at < text.length() && text.charAt(at) != '"') {
      if (text.charAt(at) == '\\' && at + 1 < text.length()) {
        at++;
      }
      value.append(text.charAt(at++));
    }
    at = Math.min(at + 1, text.length());
    until(";");
    return value.toString();
  }

  private void skipComment() {
    int depth = 0;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '\\') {
        at = Math.min(at + 1, text.length());
      } else if (c == '(') {
        depth++;
      } else if (c == ')' && --depth == 0) {
        return;
      }
    }
  }
}
