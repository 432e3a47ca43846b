package io.postern.command;

import java.util.Map;
import java.util.function.Consumer;

/**
 * Where a command runs.
 *
 * @param environment the process's variables
 * @param out takes the lines of the answer
 * @param errors takes the lines that say why there is none
 */
public record Terminal(
    Map<String, String> environment, Consumer<String> out, Consumer<String> errors) {

  public Terminal {
    environment = Map.copyOf(environment);
  }

  /** A line of the answer. */
  public void say(String line) {
    out.accept(line);
  }
}
