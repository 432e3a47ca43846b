package io.postern.gateway.settings;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration has problems; nothing of it is in force. The message is one line per problem. */
public final class SettingsRefused extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  private final String source;
  private final transient List<SettingsProblem> found;

  /**
   * @param source how the configuration is called, such as {@code postern.yaml}
   */
  public SettingsRefused(String source, List<SettingsProblem> found) {
    super(found.stream().map(one -> one.message(source)).collect(Collectors.joining("\n")));
    this.source = source;
    this.found = List.copyOf(found);
  }

  /** All of them, in the order of their lines, each on one line. */
  public List<String> problems() {
    return found.stream().map(one -> one.message(source)).toList();
  }

  /** The same in their parts. */
  public List<SettingsProblem> found() {
    return found;
  }
}
