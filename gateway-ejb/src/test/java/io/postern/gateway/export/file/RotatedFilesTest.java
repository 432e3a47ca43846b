package io.postern.gateway.export.file;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.gateway.export.file.RotatedFiles.Layout;
import io.postern.gateway.export.file.RotatedFiles.Written;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RotatedFilesTest {

  private static final LocalDate DAY = LocalDate.parse("2026-11-24");
  private static final Layout LAYOUT = new Layout("log", "lines", "header\n".getBytes(US_ASCII));
  private static final Rotation LARGE = new Rotation(1 << 20, true, 100, 90);

  @TempDir Path folder;

  private RotatedFiles open(Rotation rotation) throws IOException {
    return RotatedFiles.open(folder, "audit", LAYOUT, rotation);
  }

  private static Written event(long sequence, LocalDate day) {
    return new Written(sequence, day, ("event " + sequence + "\n").getBytes(US_ASCII));
  }

  private static List<Written> events(long first, long last, LocalDate day) {
    return LongStream.rangeClosed(first, last).mapToObj(i -> event(i, day)).toList();
  }

  private List<String> names() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(file -> file.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .sorted()
          .toList();
    }
  }

  /** Every line of all files; each file begins with one header. */
  private List<String> lines() throws IOException {
    List<String> lines = new ArrayList<>();
    for (String name : names()) {
      List<String> own = Files.readAllLines(folder.resolve(name));
      assertEquals("header", own.getFirst(), name);
      lines.addAll(own.subList(1, own.size()));
    }
    lines.sort(java.util.Comparator.comparing(line -> Long.parseLong(line.substring(6))));
    return lines;
  }

  private static List<String> expected(long first, long last) {
    return LongStream.rangeClosed(first, last).mapToObj(i -> "event " + i).toList();
  }

  @Test
  void aFileThatIsFull_isClosedAndTheNextBegun() throws Exception {
    try (RotatedFiles files = open(new Rotation(7 + 3 * 8, false, 100, 90))) {
      files.append(events(1, 7, DAY), 9);
      assertEquals(OptionalLong.of(9), files.position());
    }
    assertEquals(
        List.of(
            "audit.20261124-0000000000000001.log",
            "audit.20261124-0000000000000004.log",
            "audit.log"),
        names());
    assertEquals("header\nevent 7\n", Files.readString(folder.resolve("audit.log")));
    assertEquals(expected(1, 7), lines());
  }

  @Test
  void anEventLongerThanAFile_isInOneAlone() throws Exception {
    try (RotatedFiles files = open(new Rotation(10, false, 100, 90))) {
      files.append(events(1, 3, DAY), 3);
    }
    assertEquals(3, names().size());
    assertEquals(expected(1, 3), lines());
  }

  @Test
  void eachDay_hasAFile_butALateEventBeginsNone() throws Exception {
    try (RotatedFiles files = open(LARGE)) {
      files.append(events(1, 2, DAY), 2);
      files.append(List.of(event(3, DAY.plusDays(1)), event(4, DAY), event(5, DAY.plusDays(1))), 5);
      // A clock that was far ahead.
      files.append(List.of(event(6, DAY.plusYears(4)), event(7, DAY.plusDays(1))), 7);
    }
    assertEquals(
        List.of(
            "audit.20261124-0000000000000001.log",
            "audit.20261125-0000000000000003.log",
            "audit.20301124-0000000000000006.log",
            "audit.log"),
        names());
    assertEquals(expected(1, 7), lines());
  }

  @Test
  void oldFiles_areRemoved_andNoOthers() throws Exception {
    Path other = Files.writeString(folder.resolve("audit.20261124-mine.log"), "header\n");
    try (RotatedFiles files = open(new Rotation(10, false, 2, 90))) {
      files.append(events(1, 9, DAY), 9);
    }
    assertEquals(
        List.of(
            "audit.20261124-0000000000000007.log",
            "audit.20261124-0000000000000008.log",
            "audit.20261124-mine.log",
            "audit.log"),
        names());
    Files.setLastModifiedTime(
        folder.resolve("audit.20261124-0000000000000008.log"),
        FileTime.from(Instant.now().minus(java.time.Duration.ofDays(91))));
    Files.setLastModifiedTime(other, FileTime.from(Instant.EPOCH));
    open(new Rotation(10, false, 2, 90)).close();
    assertEquals(
        List.of("audit.20261124-0000000000000007.log", "audit.20261124-mine.log", "audit.log"),
        names());
  }

  /** An end between any two changes of the folder, made by hand from copies of it. */
  @Test
  void whateverEndsWhen_leavesNeitherGapNorDouble() throws Exception {
    Path snapshots = Files.createTempDirectory(folder.getParent(), "snapshots");
    Rotation rotation = new Rotation(60, true, 1_000, 90);
    List<Path> copies = new ArrayList<>();
    long next = 1;
    for (int batch = 0; batch < 5; batch++) {
      try (RotatedFiles files = open(rotation)) {
        files.append(events(next, next + 6, DAY.plusDays(batch / 2)), next + 6);
      }
      next += 7;
      copies.add(copy(snapshots.resolve("whole-" + batch)));
      copies.addAll(ends(snapshots, batch));
    }
    for (Path copy : copies) {
      try (RotatedFiles files = RotatedFiles.open(copy, "audit", LAYOUT, rotation)) {
        long done = files.position().orElse(0);
        files.append(events(done + 1, 40, DAY.plusDays(2)), 40);
      }
      folder = copy;
      assertEquals(expected(1, 40), lines(), copy::toString);
    }
  }

  /** States of the folder from which the position file does not speak of the last lines. */
  private List<Path> ends(Path snapshots, int batch) throws IOException {
    List<Path> ends = new ArrayList<>();
    FilePosition position = FilePosition.read(folder.resolve(".audit.position"));
    FilePosition.OpenFile open = position.open().orElseThrow();
    // Lines are written, whole or torn, and the position is not.
    for (String tail : List.of("event 9999\n", "event 9999\nevent 99", "\0\0\0\0")) {
      Path end = copy(snapshots.resolve("tail-%d-%d".formatted(batch, tail.length())));
      Files.writeString(end.resolve("audit.log"), tail, java.nio.file.StandardOpenOption.APPEND);
      ends.add(end);
    }
    // The file is renamed, and the position still names it.
    Path renamed = copy(snapshots.resolve("renamed-" + batch));
    Files.move(
        renamed.resolve("audit.log"),
        renamed.resolve("audit.20261124-%016d.log".formatted(open.first())));
    ends.add(renamed);
    // The next file stands in the position and is not there, or has no header, or lines.
    for (String begun : List.of("-", "", "head", "header\nevent 9999\n")) {
      Path end = copy(snapshots.resolve("begun-%d-%d".formatted(batch, begun.length())));
      Files.move(
          end.resolve("audit.log"),
          end.resolve("audit.20261124-%016d.log".formatted(open.first())));
      new FilePosition(
              position.sequence(),
              java.util.Optional.of(
                  new FilePosition.OpenFile(
                      position.sequence().orElseThrow() + 1, DAY, 0, "audit.log", "lines")))
          .write(end.resolve(".audit.position"));
      if (!begun.equals("-")) {
        Files.writeString(end.resolve("audit.log"), begun);
      }
      ends.add(end);
    }
    // A position that was being replaced.
    Path replaced = copy(snapshots.resolve("replaced-" + batch));
    Files.writeString(replaced.resolve(".audit.position~"), "12");
    ends.add(replaced);
    return ends;
  }

  private Path copy(Path to) throws IOException {
    Files.createDirectory(to);
    try (Stream<Path> all = Files.list(folder)) {
      for (Path file : all.toList()) {
        Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    return to;
  }

  @Test
  void aPositionThatCannotBeRead_isAnError() throws Exception {
    Files.writeString(folder.resolve(".audit.position"), "12 x\n");
    String said =
        org.junit.jupiter.api.Assertions.assertThrows(IOException.class, () -> open(LARGE))
            .getMessage();
    assertEquals(folder.resolve(".audit.position") + " is damaged", said);
  }

  /** As by copytruncate. */
  @Test
  void aFileThatWasShortened_goesOn() throws Exception {
    try (RotatedFiles files = open(LARGE)) {
      files.append(events(1, 3, DAY), 3);
    }
    Files.writeString(folder.resolve("audit.log"), "");
    try (RotatedFiles files = open(LARGE)) {
      assertEquals(OptionalLong.of(3), files.position());
      files.append(events(4, 5, DAY), 5);
    }
    assertEquals(expected(4, 5), lines());
  }
}
