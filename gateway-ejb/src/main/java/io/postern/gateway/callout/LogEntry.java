package io.postern.gateway.callout;

import java.lang.System.Logger.Level;
import java.util.Locale;

/**
 * A line that an extension logged during a callout.
 *
 * @param stage the event's name, such as {@code RecipientGiven}
 * @param revision the deployed revision, such as {@code spam--r12}
 * @param text on one line, at most {@link ExtensionLog#LONGEST_KEPT} characters and some for what
 *     was escaped
 */
public record LogEntry(String stage, String revision, Level level, String text) {

  /** As the journal has it. */
  String fact() {
    return stage
        + ' '
        + revision
        + " level="
        + level.name().toLowerCase(Locale.ROOT)
        + " text="
        + text;
  }
}
