package io.postern.gateway.settings;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Gathers what is wrong with one source, so that the reader of the message can fix it in one go.
 */
final class SettingsProblems {

  /** A source can hold more mistakes than anybody reads. */
  private static final int MOST = 100;

  private final String source;
  private final List<SettingsProblem> found = new ArrayList<>();

  SettingsProblems(String source) {
    this.source = source;
  }

  /**
   * @param line from 1; 0 when the problem has no line
   * @param path of the value, such as {@code routes[1].port}; empty for the whole
   */
  void add(int line, String path, String text) {
    found.add(new SettingsProblem(line, path, text));
  }

  /**
   * @throws SettingsRefused when there is any
   */
  void refuseIfAny() {
    if (found.isEmpty()) {
      return;
    }
    List<SettingsProblem> kept =
        new ArrayList<>(
            found.stream()
                .sorted(Comparator.comparingInt(SettingsProblem::line))
                .limit(MOST)
                .toList());
    if (found.size() > MOST) {
      kept.add(new SettingsProblem(0, "", "and " + (found.size() - MOST) + " more problems"));
    }
    throw new SettingsRefused(source, kept);
  }
}
