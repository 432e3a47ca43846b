package io.postern.gateway.operation;

import java.util.List;
import java.util.Optional;

/**
 * The configuration.
 *
 * @param source YAML; empty when nothing was ever configured
 * @param folder where relative paths in it start from
 * @param newest empty when nothing was ever configured
 * @param afterRestart what of it is not in effect yet
 */
public record SettingsState(
    String source,
    String folder,
    Optional<SettingsEntry> newest,
    List<SettingsNotInEffect> afterRestart) {
  public SettingsState {
    afterRestart = List.copyOf(afterRestart);
  }
}
