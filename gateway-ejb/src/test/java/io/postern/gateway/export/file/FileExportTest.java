package io.postern.gateway.export.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.audit.JournalLine;
import io.postern.gateway.export.ExportFixture;
import io.postern.gateway.export.ExportState;
import io.postern.gateway.export.TargetOpener;
import io.postern.gateway.settings.ExportEntry;
import io.postern.gateway.settings.ExportEntry.LineFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events in files, through the journal and the settings. */
final class FileExportTest {

  @TempDir Path data;

  private TargetOpener opener(ExportEntry entry) {
    return new FileTargets(data, () -> "mail.example.com")
        .opener(entry.name(), (LineFiles) entry.kind());
  }

  private ExportFixture gateway(String more) {
    return new ExportFixture(data, this::opener)
        .with("exports: {audit: {type: file, delay: 1s%s}}".formatted(more));
  }

  private Path folder() {
    return data.resolve("export-files/audit");
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(folder())) {
      return all.filter(file -> !file.getFileName().toString().startsWith(".")).sorted().toList();
    }
  }

  /** The numbers in all files that are there, in order. */
  private List<Long> numbers() throws IOException {
    List<Long> numbers = new ArrayList<>();
    for (Path file : files()) {
      for (String line : Files.readAllLines(file, UTF_8)) {
        numbers.add(JournalLine.parse(line).sequence());
      }
    }
    Collections.sort(numbers);
    return numbers;
  }

  private static List<Long> range(long first, long last) {
    return LongStream.rangeClosed(first, last).boxed().toList();
  }

  @Test
  void events_areTheJournalsOwnLines() throws Exception {
    try (ExportFixture gateway = gateway(", events: [Damaged, Delivered]")) {
      gateway.record("Delivered", 3, i -> Map.of("subject", "line\r\n" + i));
      gateway.awaitWritten("audit");
    }
    List<String> journal = new ArrayList<>();
    try (Stream<Path> all = Files.list(data.resolve("journal"))) {
      for (Path file : all.filter(f -> f.toString().endsWith(".jsonl")).toList()) {
        journal.addAll(Files.readAllLines(file));
      }
    }
    assertEquals(
        journal.stream().filter(line -> line.contains("Delivered")).toList(),
        Files.readAllLines(folder().resolve("audit.jsonl")));
  }

  @Test
  void backfill_hasAFileOfItsOwn() throws Exception {
    try (ExportFixture gateway = new ExportFixture(data, this::opener)) {
      gateway.record("Damaged", 20);
      gateway.with("exports: {audit: {type: file, delay: 1s}}");
      gateway.record("Damaged", 5);
      gateway.awaitWritten("audit");
      assertEquals(range(22, 26), numbers());
      gateway.exports.backfill("audit", 3, OptionalLong.of(12));
      ExportFixture.await()
          .until(
              () ->
                  gateway.progress("audit").backfill().orElseThrow().progress().state()
                      == ExportState.FINISHED);
      assertEquals(2, files().size());
      assertTrue(files().getFirst().toString().contains("audit.backfill-"));
    }
    assertEquals(Stream.concat(range(3, 12).stream(), range(22, 26).stream()).toList(), numbers());
  }

  /** Of another format the lines are in another file, and the one before is finished. */
  @Test
  void anotherFormat_beginsAnotherFile() throws Exception {
    try (ExportFixture gateway = gateway(", events: [Damaged, Delivered]")) {
      gateway.record("Damaged", 5);
      gateway.awaitWritten("audit");
      gateway.with(
          "exports: {audit: {type: file, delay: 1s, events: [Damaged], format: csv, members: [seq,"
              + " reason]}}");
      gateway.record("Damaged", 1);
      gateway.awaitWritten("audit");
      gateway.with(
          "exports: {audit: {type: file, delay: 1s, events: [Damaged], format: csv, members:"
              + " [seq]}}");
      gateway.record("Damaged", 1);
      gateway.awaitWritten("audit");
    }
    assertEquals(
        List.of(
            "audit.20301124-0000000000000002.jsonl",
            "audit.20301124-0000000000000007.csv",
            "audit.csv"),
        files().stream().map(file -> file.getFileName().toString()).toList());
    assertEquals(
        List.of("seq,reason,others", "7,number 1,"),
        lines(1).map(FileExportTest::untilOthers).toList());
    assertEquals("seq,others", lines(2).findFirst().orElseThrow());
  }

  private Stream<String> lines(int file) throws IOException {
    return Files.readAllLines(files().get(file)).stream();
  }

  private static String untilOthers(String row) {
    return row.replaceFirst(",\"?\\{.*", ",");
  }

  /** Somebody may take the file away, as other programs that rotate do. */
  @Test
  void aFileThatWasMovedAway_isBegunAgain() throws Exception {
    try (ExportFixture gateway = gateway(", events: [Damaged, Delivered]")) {
      gateway.record("Damaged", 5);
      gateway.awaitWritten("audit");
      Files.move(folder().resolve("audit.jsonl"), folder().resolve("mine.jsonl"));
      gateway.record("Damaged", 5);
      gateway.awaitWritten("audit");
      assertEquals(range(2, 11), numbers());
      assertEquals(5, Files.readAllLines(folder().resolve("audit.jsonl")).size());
    }
  }

  @Test
  void aFileOfSomebodyElse_isNotTouched() throws Exception {
    Files.createDirectories(folder());
    Files.writeString(folder().resolve("audit.jsonl"), "mine\n");
    try (ExportFixture gateway = gateway(", events: [Damaged, Delivered]")) {
      gateway.record("Damaged", 5);
      ExportFixture.await()
          .until(() -> gateway.progress("audit").live().state() == ExportState.WAITING);
      assertTrue(
          gateway.progress("audit").live().error().orElseThrow().contains("move it away"),
          gateway.progress("audit")::toString);
      assertEquals("mine\n", Files.readString(folder().resolve("audit.jsonl")));
      Files.delete(folder().resolve("audit.jsonl"));
      gateway.exports.resume("audit");
      gateway.awaitWritten("audit");
      assertEquals(range(2, 6), numbers());
    }
  }

  /** What somebody adds to the file is found, cut off, and the events that follow are whole. */
  @Test
  void linesOfSomebodyElse_areCutOff() throws Exception {
    try (ExportFixture gateway = gateway(", events: [Damaged, Delivered]")) {
      gateway.record("Damaged", 5);
      gateway.awaitWritten("audit");
      Files.writeString(folder().resolve("audit.jsonl"), "torn", StandardOpenOption.APPEND);
      gateway.record("Damaged", 5);
      ExportFixture.await()
          .until(
              () -> {
                gateway.exports.resume("audit");
                return gateway.progress("audit").live().position() == 11;
              });
    }
    assertEquals(range(2, 11), numbers());
  }

  @Test
  void theGatewaysOwnFolders_areRefused() throws Exception {
    Path link = Files.createSymbolicLink(data.resolve("link"), data.resolve("journal"));
    Path outside = Files.createTempDirectory("outside");
    Path linkFromOutside = Files.createSymbolicLink(outside.resolve("link"), data);
    for (Path folder :
        List.of(
            data,
            data.resolve("spool"),
            data.resolve("journal/x"),
            data.resolve("secrets"),
            data.resolve("export-files/../spool"),
            link,
            linkFromOutside.resolve("spool"))) {
      ExportEntry entry =
          ExportFixture.entry("exports: {audit: {type: file, folder: '%s'}}".formatted(folder));
      assertTrue(
          ExportFixture.unavailable(() -> opener(entry).test(Map.of()))
              .contains("is the gateway's own"),
          folder::toString);
    }
    for (Path folder : List.of(data.resolve("export-files/other"), outside)) {
      ExportEntry entry =
          ExportFixture.entry("exports: {audit: {type: file, folder: '%s'}}".formatted(folder));
      assertEquals(3, opener(entry).test(Map.of()).size());
    }
    assertFalse(Files.exists(data.resolve("export-files")), "a test makes nothing");
  }

  @Test
  void twoOfOneName_doNotWriteOneFile() throws Exception {
    ExportEntry entry = ExportFixture.entry("exports: {audit: {type: file}}");
    var stream = io.postern.gateway.export.SampleEvent.stream("audit");
    try (var _ = opener(entry).open(stream)) {
      assertTrue(
          ExportFixture.unavailable(() -> opener(entry).open(stream))
              .contains("another one writes"));
    }
    opener(entry).open(stream).close();
  }
}
