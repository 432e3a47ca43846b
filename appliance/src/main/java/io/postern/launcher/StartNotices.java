package io.postern.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * What the start found and repaired, for the gateway to show as notices as soon as it is open: one
 * line each, key and text divided by a tab, in the system property {@value #PROPERTY}.
 */
final class StartNotices {

  static final String PROPERTY = "postern.start.notices";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Path damaged;
  private final Instant now;
  private final StringJoiner lines = new StringJoiner("\n");

  /**
   * @param damaged the folder for what cannot be used; made when it is needed
   */
  StartNotices(Path damaged, Instant now) {
    this.damaged = damaged;
    this.now = now;
  }

  /**
   * Moves a file or folder that cannot be used to where a person can look at it.
   *
   * @param key of the notice
   * @param what was found and what is done now, on one line
   * @throws IOException when it cannot be moved
   */
  void setAside(Path path, String key, String what) throws IOException {
    Files.createDirectories(damaged);
    Path target = damaged.resolve(path.getFileName() + "-" + TIME.format(now));
    for (int i = 2; Files.exists(target); i++) {
      target = damaged.resolve(path.getFileName() + "-" + TIME.format(now) + "-" + i);
    }
    Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
    report(key, what + "; what was there is kept as " + target);
  }

  /**
   * Leaves word of what was found and is done now.
   *
   * @param key of the notice
   */
  void report(String key, String text) {
    lines.add(key + "\t" + NotStarted.oneLine(text));
  }

  void publish() {
    System.setProperty(PROPERTY, lines.toString());
  }
}
