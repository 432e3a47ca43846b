package io.postern.gateway.settings;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/**
 * Decides between the configuration file and the history. A change made in the administration must
 * not be lost at the next start, nor one made in the file; so the file counts once for each change
 * of it.
 */
final class StartupSettings {

  /** Author of what is taken from the file. */
  private static final String AUTHOR = "postern";

  private final SettingsRevisions revisions;
  private final Overrides overrides;
  private final Clock clock;

  StartupSettings(SettingsRevisions revisions, Overrides overrides, Clock clock) {
    this.revisions = revisions;
    this.overrides = overrides;
    this.clock = clock;
  }

  SettingsStart decide() {
    return overrides
        .configurationFile()
        .map(Path::toAbsolutePath)
        .map(this::withFile)
        .orElseGet(this::withoutFile);
  }

  private SettingsStart withFile(Path file) {
    SettingsFile.Read read = SettingsFile.readWithText(file);
    Path folder = Optional.ofNullable(file.getParent()).orElse(file);
    String note = "from " + file;
    Optional<SettingsRevision> taken = revisions.newestOf(AUTHOR, note);
    Optional<SettingsRevision> standing =
        taken
            .filter(before -> before.isOf(read.text(), folder))
            .flatMap(unchanged -> revisions.newest());
    if (taken.isPresent() && standing.isPresent()) {
      return start(
          written(standing.get()),
          read.settings(),
          standing.get().described()
              + "; "
              + file
              + " has not changed since "
              + taken.get().label());
    }
    Settings settings = overrides.on(read.settings());
    SettingsRevision added = revisions.add(read.text(), folder, AUTHOR, note, clock.instant());
    return new SettingsStart(
        settings,
        read.settings(),
        read.settings(),
        overrides.launched(),
        added.described()
            + ": "
            + file
            + taken.map(b -> " has changed since " + b.label()).orElse(" is new here"));
  }

  private SettingsStart withoutFile() {
    Settings defaults = SettingsFile.defaults(Path.of(""));
    return revisions
        .newest()
        .map(
            newest ->
                start(
                    written(newest),
                    defaults,
                    newest.described() + "; no configuration file is named"))
        .orElseGet(() -> start(defaults, defaults, "the defaults; nothing is configured"));
  }

  private SettingsStart start(Settings written, Settings file, String line) {
    return new SettingsStart(
        overrides.on(written),
        written,
        overrides.launched() ? file : written,
        overrides.launched(),
        line);
  }

  private static Settings written(SettingsRevision revision) {
    return SettingsFile.parse(revision.label(), revision.source(), revision.folder());
  }
}
