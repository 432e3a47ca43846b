package io.postern.gateway.notice;

import java.time.Instant;

/**
 * A condition that stands.
 *
 * @param key names the condition; 1 to 200 of {@code a-z 0-9 . -}, such as {@code spool.disk-low}
 * @param text a sentence for the operator: what is wrong, on what, and what happens meanwhile
 * @param since when it was first raised
 */
public record Notice(String key, Effect effect, String text, Instant since) {

  /**
   * @throws IllegalArgumentException when the key is malformed or the text is blank
   */
  public Notice {
    if (!isKey(key)) {
      throw new IllegalArgumentException("not a notice's key: '%s'".formatted(key));
    }
    if (text.isBlank()) {
      throw new IllegalArgumentException("notice %s without text".formatted(key));
    }
  }

  /** What the condition does to the gateway; a later constant is the stricter one. */
  public enum Effect {
    /** Mail passes as usual. */
    WARNING,
    /** Mail passes, but a part of the gateway does not work. */
    DEGRADED,
    /** New mail is refused for now; accepted mail is delivered. */
    REFUSING
  }

  private static boolean isKey(String key) {
    if (key.isEmpty() || key.length() > 200) {
      return false;
    }
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '.' && c != '-') {
        return false;
      }
    }
    return true;
  }
}
