package io.postern.gateway.export;

import org.jspecify.annotations.Nullable;

/** A target refuses at least one event of a batch, such as a value too long. */
public final class BatchRefused extends Exception {

  private static final long serialVersionUID = 1L;

  private final boolean certain;

  /**
   * @param certain whether the reason is the content of an event, so that it would be refused
   *     whenever it came; otherwise the reason may lie with the target
   */
  public BatchRefused(String message, boolean certain, @Nullable Throwable cause) {
    super(message, cause);
    this.certain = certain;
  }

  boolean isCertain() {
    return certain;
  }
}
