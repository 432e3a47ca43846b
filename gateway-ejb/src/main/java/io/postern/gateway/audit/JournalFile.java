package io.postern.gateway.audit;

import java.nio.file.Path;
import java.util.Locale;

/**
 * One file of the journal.
 *
 * @param first number of its first line, which is also its name
 * @param length octets that are on disk and may be read
 */
record JournalFile(Path path, long first, long length) {

  private static final String PREFIX = "journal-";
  private static final String SUFFIX = ".jsonl";

  static Path path(Path folder, long first) {
    return folder.resolve(PREFIX + String.format(Locale.ROOT, "%016d", first) + SUFFIX);
  }

  /** The number in a file's name, or -1 when it is not a file of the journal. */
  static long first(Path file) {
    String name = file.getFileName().toString();
    if (name.length() != PREFIX.length() + 16 + SUFFIX.length()
        || !name.startsWith(PREFIX)
        || !name.endsWith(SUFFIX)) {
      return -1;
    }
    for (int i = PREFIX.length(); i < PREFIX.length() + 16; i++) {
      if (name.charAt(i) < '0' || name.charAt(i) > '9') {
        return -1;
      }
    }
    return Long.parseLong(name, PREFIX.length(), PREFIX.length() + 16, 10);
  }
}
