package io.postern.gateway.selftest;

import java.time.Duration;
import java.util.List;

/**
 * What a self-test found.
 *
 * @param passed whether all parts did
 * @param parts in the order they were tested
 */
public record SelfTestReport(boolean passed, long tookMillis, List<Part> parts) {

  public SelfTestReport {
    parts = List.copyOf(parts);
  }

  static SelfTestReport of(List<Part> parts, Duration took) {
    return new SelfTestReport(parts.stream().allMatch(Part::passed), took.toMillis(), parts);
  }

  /**
   * @param name {@code database}, {@code smtp}, {@code spool}, {@code delivery}, {@code journal},
   *     {@code extensions}
   * @param detail what was seen, or why it failed
   */
  public record Part(String name, boolean passed, String detail) {}
}
