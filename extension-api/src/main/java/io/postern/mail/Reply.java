package io.postern.mail;

import java.util.List;
import java.util.Optional;

/**
 * An SMTP reply (RFC 5321 section 4.2) with its enhanced status code (RFC 2034).
 *
 * @param code 200 to 599
 * @param status the enhanced status code; its class must match the first digit of the code
 * @param lines at least one line of text, printable, each at most 450 octets, without code and
 *     status
 */
public record Reply(int code, Optional<EnhancedStatusCode> status, List<String> lines) {

  /**
   * @throws IllegalArgumentException when a part is out of its range or a line holds a control
   *     character
   */
  public Reply {
    lines = List.copyOf(lines);
    if (code < 200 || code > 599) {
      throw new IllegalArgumentException("not a reply code: " + code);
    }
    if (status.isPresent() && status.get().statusClass() != code / 100) {
      throw new IllegalArgumentException("status " + status.get() + " contradicts code " + code);
    }
    if (lines.isEmpty()) {
      throw new IllegalArgumentException("a reply needs at least one line");
    }
    for (String line : lines) {
      if (line.length() > 450 || line.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
        throw new IllegalArgumentException(
            "a reply line must be printable and have at most 450 octets");
      }
    }
  }

  /** A reply of one line. {@code status} as in {@code "5.7.1"}. */
  public static Reply of(int code, String status, String text) {
    return new Reply(code, Optional.of(EnhancedStatusCode.parse(status)), List.of(text));
  }

  /** A reply of one line without an enhanced status code. */
  public static Reply of(int code, String text) {
    return new Reply(code, Optional.empty(), List.of(text));
  }

  public boolean isPositive() {
    return code < 400;
  }

  /** 4xx: the client should try again (RFC 5321 section 4.2.1). */
  public boolean isTransient() {
    return code >= 400 && code < 500;
  }

  /** 5xx: the client should not repeat the command (RFC 5321 section 4.2.1). */
  public boolean isPermanent() {
    return code >= 500;
  }

  /** On one line, as a log shows it: {@code 550 5.7.1 text / more text}. */
  @Override
  public String toString() {
    return code + status.map(s -> " " + s).orElse("") + " " + String.join(" / ", lines);
  }
}
