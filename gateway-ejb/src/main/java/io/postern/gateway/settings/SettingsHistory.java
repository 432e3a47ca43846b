package io.postern.gateway.settings;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The door for changes: a configuration is checked whole, stored as a revision, then put in force.
 * One change at a time; thread-safe.
 */
public class SettingsHistory {

  private final SettingsRevisions revisions;
  private final SettingsInForce inForce;
  private final Overrides overrides;
  private final Clock clock;
  private final ReentrantLock changing = new ReentrantLock();

  /** Over these; the command line's values stay above every revision. */
  public SettingsHistory(
      SettingsRevisions revisions, SettingsInForce inForce, Overrides overrides, Clock clock) {
    this.revisions = revisions;
    this.inForce = inForce;
    this.overrides = overrides;
    this.clock = clock;
  }

  /**
   * What the gateway starts with: the configuration file when one is named, which becomes a
   * revision when it differs from the newest; else the newest revision; else the defaults.
   *
   * @throws SettingsRefused when the file or the newest revision has problems
   */
  public static Settings atStart(SettingsRevisions revisions, Overrides overrides, Clock clock) {
    Optional<SettingsRevision> newest = revisions.newest();
    Optional<Path> file = overrides.configurationFile().map(Path::toAbsolutePath);
    if (file.isPresent()) {
      SettingsFile.Read read = SettingsFile.readWithText(file.get());
      Settings settings = overrides.on(read.settings());
      Path folder = Optional.ofNullable(file.get().getParent()).orElse(Path.of(""));
      if (newest.filter(same -> isSame(same, read.text(), folder)).isEmpty()) {
        revisions.add(read.text(), folder, "postern", "from " + file.get(), clock.instant());
      }
      return settings;
    }
    return overrides.on(
        newest
            .map(SettingsHistory::settingsOf)
            .orElseGet(() -> SettingsFile.defaults(Path.of(""))));
  }

  /**
   * Checks a configuration without putting it in force.
   *
   * @throws SettingsRefused with all problems
   */
  public Settings check(String source) {
    return overrides.on(SettingsFile.parse("settings", source, folder(revisions.newest())));
  }

  /**
   * Checks, stores and puts in force. A source equal to the newest revision adds none.
   *
   * @throws SettingsRefused with all problems; nothing is changed then
   */
  public SettingsRevision apply(String source, String author, String note) {
    changing.lock();
    try {
      Optional<SettingsRevision> newest = revisions.newest();
      Path folder = folder(newest);
      Settings settings = overrides.on(SettingsFile.parse("settings", source, folder));
      SettingsRevision revision =
          newest
              .filter(same -> isSame(same, source, folder))
              .orElseGet(() -> revisions.add(source, folder, author, note, clock.instant()));
      inForce.put(settings);
      return revision;
    } finally {
      changing.unlock();
    }
  }

  /**
   * Puts an earlier revision in force again, as a new revision.
   *
   * @throws NoSuchElementException when there is no such revision
   * @throws SettingsRefused when what was right then has problems now
   */
  public SettingsRevision rollback(long number, String author) {
    return apply(numbered(number).source(), author, "back to revision " + number);
  }

  /** The latest revisions, newest first. */
  public List<SettingsRevision> latest(int most) {
    return revisions.latest(most);
  }

  /** The text in force; empty when nothing was ever configured. */
  public String source() {
    return revisions.newest().map(SettingsRevision::source).orElse("");
  }

  /**
   * The lines of two revisions: those of both begin with a space, those of the first alone with
   * {@code -}, those of the second alone with {@code +}.
   *
   * @throws NoSuchElementException when there is no such revision
   */
  public List<String> difference(long first, long second) {
    return LineDifference.between(numbered(first).source(), numbered(second).source());
  }

  private SettingsRevision numbered(long number) {
    return revisions
        .numbered(number)
        .orElseThrow(() -> new NoSuchElementException("there is no settings revision " + number));
  }

  private static boolean isSame(SettingsRevision revision, String source, Path folder) {
    return revision.source().equals(source) && revision.folder().equals(folder);
  }

  private static Settings settingsOf(SettingsRevision revision) {
    return SettingsFile.parse(revision.label(), revision.source(), revision.folder());
  }

  private static Path folder(Optional<SettingsRevision> newest) {
    return newest.map(SettingsRevision::folder).orElse(Path.of(""));
  }
}
