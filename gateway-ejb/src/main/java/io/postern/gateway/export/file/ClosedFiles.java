package io.postern.gateway.export.file;

import io.postern.gateway.export.file.FilePosition.OpenFile;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of a stream that are not written any more: {@code NAME.DAY-FIRST.SUFFIX}, with the day
 * and the number of their first event.
 *
 * @param name of the stream's files
 */
record ClosedFiles(Path folder, String name, Rotation rotation) {

  private static final Logger LOG = System.getLogger(ClosedFiles.class.getPackageName());
  private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;

  /** Where an open file belongs when it is closed; nothing is there. */
  Path placeOf(OpenFile open) {
    String suffix = open.name().substring(name.length() + 1);
    String stem = "%s.%s-%016d".formatted(name, DAY.format(open.day()), open.first());
    Path file = folder.resolve(stem + "." + suffix);
    // One from before a position was lost may have the same number.
    for (int i = 2; Files.exists(file); i++) {
      file = folder.resolve(stem + "-" + i + "." + suffix);
    }
    return file;
  }

  /** Removes those that are too many or too old. */
  void removeOld() throws IOException {
    Pattern closed =
        Pattern.compile(
            Pattern.quote(name) + "\\.[0-9]{8}-([0-9]{16,19})(?:-[0-9]+)?\\.(?:jsonl|csv|log)");
    List<Path> files = new ArrayList<>();
    try (Stream<Path> all = Files.list(folder)) {
      all.filter(file -> closed.matcher(String.valueOf(file.getFileName())).matches())
          .forEach(files::add);
    }
    files.sort(Comparator.comparing((Path file) -> number(closed, file)).reversed());
    Instant oldest = Instant.now().minus(Duration.ofDays(rotation.keepDays()));
    for (int i = 0; i < files.size(); i++) {
      if (i >= rotation.keep()
          || Files.getLastModifiedTime(files.get(i)).toInstant().isBefore(oldest)) {
        remove(files.get(i));
      }
    }
  }

  private static long number(Pattern closed, Path file) {
    Matcher parts = closed.matcher(String.valueOf(file.getFileName()));
    return parts.matches() ? Long.parseLong(parts.group(1)) : 0;
  }

  private static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "export: cannot remove %s, which is kept".formatted(file), e);
    }
  }
}
