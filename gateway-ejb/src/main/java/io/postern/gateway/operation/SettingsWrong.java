package io.postern.gateway.operation;

import java.util.List;

/** A configuration has mistakes; nothing was changed. The message is for people. */
public final class SettingsWrong extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<Mistake> mistakes;

  public SettingsWrong(List<Mistake> mistakes) {
    super(
        (mistakes.size() == 1 ? "The settings have a mistake" : "The settings have mistakes")
            + "; nothing was changed");
    this.mistakes = List.copyOf(mistakes);
  }

  /** All of them, by line. */
  public List<Mistake> mistakes() {
    return mistakes;
  }

  /**
   * @param line from 1; 0 when it has none
   * @param path such as {@code routes[1].port}; empty for the whole
   */
  public record Mistake(int line, String path, String message) {}
}
