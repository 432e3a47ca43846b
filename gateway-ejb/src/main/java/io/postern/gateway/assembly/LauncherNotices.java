package io.postern.gateway.assembly;

import io.postern.gateway.notice.Notice;
import io.postern.gateway.notice.Notices;

/**
 * Raises what the launcher found and repaired before the gateway was there. It stands until the
 * next start.
 */
final class LauncherNotices {

  /** Lines of key and text, divided by a tab. */
  private static final String PROPERTY = "postern.start.notices";

  private LauncherNotices() {}

  static void raise(Notices notices) {
    System.getProperty(PROPERTY, "")
        .lines()
        .map(line -> line.split("\t", 2))
        .filter(parts -> parts.length == 2)
        .forEach(parts -> notices.raise(parts[0], Notice.Effect.WARNING, parts[1]));
  }
}
