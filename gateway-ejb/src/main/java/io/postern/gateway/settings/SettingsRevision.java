package io.postern.gateway.settings;

import java.nio.file.Path;
import java.time.Instant;

/**
 * One state of the configuration in its history.
 *
 * @param number from 1, without gaps
 * @param author user name, or what applied it, such as {@code postern.yaml}
 * @param note why, in the author's words; may be empty
 * @param folder where relative paths in the source start from
 * @param source YAML, as it was given
 */
public record SettingsRevision(
    long number, String author, Instant at, String note, Path folder, String source) {

  /** As the history lists it. */
  public SettingsEntry entry() {
    return new SettingsEntry(number, author, at, note);
  }

  /** How problems of this revision call it. */
  String label() {
    return "revision " + number;
  }

  /** For the operator. */
  String described() {
    return label() + " by " + author + " of " + at;
  }

  boolean isOf(String otherSource, Path otherFolder) {
    return source.equals(otherSource) && folder.equals(otherFolder);
  }
}
