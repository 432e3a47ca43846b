package io.postern.gateway.operation;

import io.postern.gateway.settings.AfterRestart;
import io.postern.gateway.settings.SettingsEntry;
import io.postern.gateway.settings.SettingsRevision;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The configuration.
 *
 * @param revision 0 when nothing was ever configured; author, time and note are empty then
 * @param source YAML; empty when nothing was ever configured
 * @param folder where relative paths in it start from
 * @param afterRestart what of it is not in effect yet
 */
public record SettingsState(
    long revision,
    Optional<String> author,
    Optional<Instant> at,
    Optional<String> note,
    String source,
    String folder,
    List<AfterRestart> afterRestart) {

  public SettingsState {
    afterRestart = List.copyOf(afterRestart);
  }

  static SettingsState none(Path folder) {
    return new SettingsState(
        0, Optional.empty(), Optional.empty(), Optional.empty(), "", folder.toString(), List.of());
  }

  static SettingsState of(SettingsRevision revision, List<AfterRestart> afterRestart) {
    SettingsEntry entry = revision.entry();
    return new SettingsState(
        entry.revision(),
        Optional.of(entry.author()),
        Optional.of(entry.at()),
        Optional.of(entry.note()),
        revision.source(),
        revision.folder().toString(),
        afterRestart);
  }
}
