package io.postern.gateway.audit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One file of the journal.
 *
 * @param first number of its first line, which is also its name
 * @param length octets that are on disk and may be read
 */
record JournalFile(Path path, long first, long length) {

  /** Of files and lines; the first line of each file names it. */
  static final int FORMAT = 1;

  private static final Pattern NAMED =
      Pattern.compile("[^\n]*,\"" + EventField.FORMAT.member() + "\":\"([0-9]{1,9})\"[^\n]*\n");

  private static final int LONGEST_FIRST_LINE = 4096;

  private static final String PREFIX = "journal-";
  private static final String SUFFIX = ".jsonl";

  static Path path(Path folder, long first) {
    return folder.resolve(PREFIX + String.format(Locale.ROOT, "%016d", first) + SUFFIX);
  }

  /** What the first line names, of whatever version it is; 0 when there is no such line. */
  static int format(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      Matcher line = NAMED.matcher(new String(in.readNBytes(LONGEST_FIRST_LINE), ISO_8859_1));
      return line.lookingAt() ? Integer.parseInt(line.group(1)) : 0;
    }
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
