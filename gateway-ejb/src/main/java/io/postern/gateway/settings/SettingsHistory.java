package io.postern.gateway.settings;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Entry point for changes: a configuration is checked whole, stored as a revision, then put in
 * force. One change at a time; thread-safe.
 */
public class SettingsHistory {

  private static final String NAME = "settings";

  private final SettingsRevisions revisions;
  private final SettingsInForce inForce;
  private final SettingsStart start;
  private final Overrides overrides;
  private final Clock clock;
  private final ReentrantLock changing = new ReentrantLock();

  /** Over these; the command line's values stay above every revision. */
  public SettingsHistory(
      SettingsRevisions revisions,
      SettingsInForce inForce,
      SettingsStart start,
      Overrides overrides,
      Clock clock) {
    this.revisions = revisions;
    this.inForce = inForce;
    this.start = start;
    this.overrides = overrides;
    this.clock = clock;
  }

  /**
   * What the gateway starts with. A configuration file that is new, or has changed since it was
   * last taken, is taken as a revision; else the newest revision stands, of any author; else the
   * defaults.
   *
   * @throws SettingsRefused when the file or the newest revision has problems
   */
  public static SettingsStart atStart(
      SettingsRevisions revisions, Overrides overrides, Clock clock) {
    return new StartupSettings(revisions, overrides, clock).decide();
  }

  /**
   * Checks a configuration without putting it in force.
   *
   * @return what of it would not take effect before a restart
   * @throws SettingsRefused with all problems
   */
  public List<AfterRestart> check(String source) {
    Settings written = SettingsFile.parse(NAME, source, folder());
    overrides.on(written);
    return start.notInEffect(written);
  }

  /**
   * Checks, stores and puts in force. A source equal to the newest revision adds none.
   *
   * @param expected the revision that the author saw; 0 for none
   * @throws SettingsRefused with all problems; nothing is changed then
   * @throws SettingsChanged when another one is the newest; nothing is changed then
   */
  public SettingsRevision apply(String source, String author, String note, long expected) {
    changing.lock();
    try {
      return apply(source, folder(), author, note, expected);
    } finally {
      changing.unlock();
    }
  }

  /**
   * Puts an earlier revision in force again, as a new revision.
   *
   * @param expected the revision that the author saw
   * @throws NoSuchRevision when there is no such revision
   * @throws SettingsRefused when what was right then has problems now
   * @throws SettingsChanged when another one is the newest; nothing is changed then
   */
  public SettingsRevision rollback(long number, String author, long expected) {
    changing.lock();
    try {
      SettingsRevision earlier = numbered(number);
      return apply(
          earlier.source(), earlier.folder(), author, "back to revision " + number, expected);
    } finally {
      changing.unlock();
    }
  }

  private SettingsRevision apply(
      String source, Path folder, String author, String note, long expected) {
    Optional<SettingsRevision> newest = revisions.newest();
    newest
        .filter(other -> other.number() != expected)
        .ifPresent(
            other -> {
              throw new SettingsChanged(other.entry());
            });
    Settings settings = overrides.on(SettingsFile.parse(NAME, source, folder));
    SettingsRevision revision =
        newest
            .filter(same -> same.isOf(source, folder))
            .orElseGet(() -> revisions.add(source, folder, author, note, clock.instant()));
    inForce.put(start.inEffect(settings));
    return revision;
  }

  /** The revision in force; empty when nothing was ever configured. */
  public Optional<SettingsRevision> newest() {
    return revisions.newest();
  }

  /** The latest revisions, newest first. */
  public List<SettingsEntry> latest(int most) {
    return revisions.latest(most).stream().map(SettingsRevision::entry).toList();
  }

  /** What of a revision is not in effect before a restart. */
  public List<AfterRestart> notInEffect(SettingsRevision revision) {
    return start.notInEffect(
        SettingsFile.parse(revision.label(), revision.source(), revision.folder()));
  }

  /** Where relative paths start from in what is applied. */
  public Path folder() {
    return revisions
        .newest()
        .map(SettingsRevision::folder)
        .orElseGet(() -> Path.of("").toAbsolutePath());
  }

  /**
   * The lines of two revisions: those of both begin with a space, those of the first alone with
   * {@code -}, those of the second alone with {@code +}.
   *
   * @throws NoSuchRevision when there is no such revision
   */
  public List<String> difference(long first, long second) {
    return LineDifference.between(numbered(first).source(), numbered(second).source());
  }

  /**
   * The lines of one revision alone, as {@link #difference} marks them, without values of secrets.
   *
   * @param first 0 for an empty configuration
   * @throws NoSuchRevision when there is no such revision
   */
  public List<String> changes(long first, long second) {
    String before = first == 0 ? "" : numbered(first).source();
    return LineDifference.between(
            HiddenSecrets.in(before), HiddenSecrets.in(numbered(second).source()))
        .stream()
        .filter(line -> !line.startsWith(" "))
        .toList();
  }

  /** As {@link #difference}, of the newest revision and a text. */
  public List<String> differenceTo(String source) {
    return LineDifference.between(
        revisions.newest().map(SettingsRevision::source).orElse(""), source);
  }

  private SettingsRevision numbered(long number) {
    return revisions.numbered(number).orElseThrow(() -> new NoSuchRevision(number));
  }
}
