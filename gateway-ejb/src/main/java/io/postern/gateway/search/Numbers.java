package io.postern.gateway.search;

import io.postern.gateway.audit.JournalLine;
import java.util.OptionalLong;

/** Facts that are numbers in decimal digits. */
final class Numbers {

  private Numbers() {}

  /** Empty when the line has no such fact, or not as it should be. */
  static OptionalLong of(JournalLine line, String fact) {
    String text = line.fact(fact).orElse("");
    if (text.isEmpty() || text.length() > 18 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(Long.parseLong(text));
  }
}
