package io.postern.gateway.settings;

import java.util.List;

/** A configuration has problems; nothing of it is in force. The message is one line per problem. */
public final class SettingsRefused extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  private final List<String> problems;

  SettingsRefused(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  /** All of them, in the order of their lines, each on one line. */
  public List<String> problems() {
    return problems;
  }
}
