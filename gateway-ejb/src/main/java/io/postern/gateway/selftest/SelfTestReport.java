package io.postern.gateway.selftest;

import java.time.Duration;
import java.util.List;

/**
 * What a self-test found.
 *
 * @param parts in the order they were tested
 */
public record SelfTestReport(List<Part> parts, Duration took) {

  public SelfTestReport {
    parts = List.copyOf(parts);
  }

  /**
   * @param name {@code database}, {@code smtp}, {@code spool}, {@code delivery}, {@code journal},
   *     {@code extensions}
   * @param detail what was seen, or why it failed
   */
  public record Part(String name, boolean passed, String detail) {}

  public boolean passed() {
    return parts.stream().allMatch(Part::passed);
  }
}
