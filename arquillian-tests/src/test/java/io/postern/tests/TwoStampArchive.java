package io.postern.tests;

import io.postern.tests.stamps.TwoStamps;
import java.nio.file.Path;
import java.util.Map;

/** Writes the extension {@link TwoStamps} as a WAR with a value of one's choice. */
final class TwoStampArchive {

  private TwoStampArchive() {}

  static Path write(Path file, String value) {
    return ExtensionArchive.write(file, TwoStamps.class, Map.of("stamp.txt", value));
  }
}
