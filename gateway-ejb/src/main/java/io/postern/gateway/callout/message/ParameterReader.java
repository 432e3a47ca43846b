package io.postern.gateway.callout.message;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Reads {@code main; name=value; name="value"} with comments (RFC 2045 section 5.1), in one pass,
 * taking whatever comes: what cannot be read is passed over.
 */
final class ParameterReader {

  private final String text;
  private final String main;
  private final SequencedMap<String, String> parameters = new LinkedHashMap<>();
  private final Set<String> contradicted = new HashSet<>();
  private int at;

  /** The value on one line. */
  static String withoutComments(String rawValue) {
    return new ParameterReader(rawValue, "").main;
  }

  ParameterReader(String rawValue) {
    this(rawValue, ";");
  }

  private ParameterReader(String rawValue, String mainEnds) {
    text = rawValue.replace("\r", "").replace("\n", "").replace("\0", "");
    main = until(mainEnds);
    while (at < text.length()) {
      at++;
      String name = until("=;").strip().toLowerCase(Locale.ROOT);
      if (at < text.length() && text.charAt(at) == '=') {
        at++;
        String value = value();
        if (isToken(name)) {
          String earlier = parameters.putIfAbsent(name, value);
          if (earlier != null && !earlier.equalsIgnoreCase(value)) {
            contradicted.add(name);
          }
        }
      }
    }
  }

  /** What stands before the first semicolon, without blanks and comments. */
  String main() {
    return main.replace(" ", "").replace("\t", "");
  }

  Parameters parameters() {
    return new Parameters(parameters, contradicted);
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
