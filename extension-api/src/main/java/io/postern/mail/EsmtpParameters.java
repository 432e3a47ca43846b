package io.postern.mail;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What parameters of MAIL and RCPT have in common (RFC 5321 section 4.1.2). */
final class EsmtpParameters {

  private EsmtpParameters() {}

  /**
   * A copy in the same order with keywords in upper case.
   *
   * @throws IllegalArgumentException when one is not {@code esmtp-param}
   */
  static Map<String, String> copy(Map<String, String> given) {
    if (given.isEmpty()) {
      return Map.of();
    }
    Map<String, String> copy = new LinkedHashMap<>();
    given.forEach(
        (keyword, value) -> {
          String key = keyword.toUpperCase(Locale.ROOT);
          requireKeyword(key);
          requireValue(key, value);
          if (copy.put(key, value) != null) {
            throw new IllegalArgumentException("parameter " + key + " stands twice");
          }
        });
    return Collections.unmodifiableMap(copy);
  }

  static Map<String, String> with(Map<String, String> before, String keyword, String value) {
    Map<String, String> changed = new LinkedHashMap<>(before);
    changed.put(keyword.toUpperCase(Locale.ROOT), value);
    return changed;
  }

  static Map<String, String> without(Map<String, String> before, String keyword) {
    Map<String, String> changed = new LinkedHashMap<>(before);
    changed.remove(keyword.toUpperCase(Locale.ROOT));
    return changed;
  }

  /** As it stands behind the path: a space before each. */
  static String text(Map<String, String> parameters) {
    StringBuilder text = new StringBuilder();
    parameters.forEach(
        (keyword, value) -> {
          text.append(' ').append(keyword);
          if (!value.isEmpty()) {
            text.append('=').append(value);
          }
        });
    return text.toString();
  }

  /**
   * @throws IllegalArgumentException when the parameter has a value
   */
  static void requireNoValue(Map<String, String> parameters, String keyword) {
    if (!parameters.getOrDefault(keyword, "").isEmpty()) {
      throw new IllegalArgumentException(keyword + " takes no value");
    }
  }

  private static void requireKeyword(String key) {
    boolean isKeyword = !key.isEmpty() && key.charAt(0) != '-';
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      isKeyword &= (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    }
    if (!isKeyword) {
      throw new IllegalArgumentException("not the keyword of a parameter");
    }
  }

  /** Beyond ASCII as RFC 6531 section 3.3 allows. */
  private static void requireValue(String key, String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c <= ' ' || c == '=' || c == 0x7f) {
        throw new IllegalArgumentException("the value of " + key + " has a character not allowed");
      }
    }
  }
}
