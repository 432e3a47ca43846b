package io.postern.gateway.callout;

/**
 * One callout of an extension at one stage, or one of its logging callouts. Thread-safe: the
 * gateway calls it on several threads at once.
 */
public interface EntryPoint {

  /** As operators read it, such as {@code com.example.Footer.append}. */
  String name();

  /**
   * Calls it, on this thread. Raises whatever the extension raises. May leave another context class
   * loader behind: the caller restores its own, once after several calls.
   *
   * @param event of the stage's type; usable until the call returns or its time is over
   * @throws IllegalStateException when the extension is no longer there
   */
  void call(Object event);
}
