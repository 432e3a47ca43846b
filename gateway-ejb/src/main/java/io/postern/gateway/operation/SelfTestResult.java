package io.postern.gateway.operation;

import java.time.Duration;
import java.util.List;

/**
 * What a self-test found.
 *
 * @param parts in the order they were tested
 */
public record SelfTestResult(boolean passed, Duration took, List<Part> parts) {

  public SelfTestResult {
    parts = List.copyOf(parts);
  }

  /**
   * @param name such as {@code smtp}
   * @param detail what was seen, or why it failed
   */
  public record Part(String name, boolean passed, String detail) {}
}
