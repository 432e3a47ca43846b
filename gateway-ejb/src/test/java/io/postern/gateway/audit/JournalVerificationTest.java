package io.postern.gateway.audit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.audit.JournalVerification.Known;
import io.postern.gateway.audit.JournalVerification.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A line that was changed, also together with its checksum, is found. */
class JournalVerificationTest {

  @TempDir Path folder;
  private long written;

  @BeforeEach
  void write() throws Exception {
    write(40);
    write(20);
  }

  private void write(int events) throws Exception {
    try (Journal journal = Journal.open(folder, Lines.withFileSize(1_500), Lines.CLOCK)) {
      for (int i = 0; i < events; i++) {
        CompletableFuture<Void> onDisk = journal.appendSynced(Records.administrator("act " + i));
        if (i % 3 == 0) {
          onDisk.get(20, TimeUnit.SECONDS);
        }
      }
    }
    try (Journal journal = Journal.open(folder, Lines.OPTIONS, Lines.CLOCK)) {
      written = journal.lastSequence();
    }
  }

  private Result verify() {
    return JournalVerification.verify(folder, 1, Known.nothing());
  }

  private String problem() {
    return verify().problem().orElse("none");
  }

  /** Whole lines of a file, as somebody with an editor has them. */
  private void edit(int file, UnaryOperator<List<String>> change) throws IOException {
    Path path = Lines.files(folder).get(file);
    List<String> lines = new ArrayList<>(Files.readAllLines(path, ISO_8859_1));
    Files.writeString(path, String.join("\n", change.apply(lines)) + "\n", ISO_8859_1);
  }

  private static long sequence(String line) {
    return Long.parseLong(line.substring("{\"seq\":".length(), line.indexOf(',')));
  }

  /** As the journal itself would have written it, with a checksum that fits. */
  private static String withChecksum(String line) {
    String covered = line.substring(0, line.lastIndexOf(",\"crc\":"));
    CRC32C crc = new CRC32C();
    crc.update(covered.getBytes(ISO_8859_1));
    return covered + ",\"crc\":\"%08x\"}".formatted(crc.getValue());
  }

  @Test
  void whatIsAsItWasWritten_isSaidToBe_andTheWholeChainIsInTheLastLine() throws IOException {
    Result result = verify();
    assertEquals(Optional.empty(), result.problem());
    assertEquals(1, result.first());
    assertEquals(written, result.last());
    assertEquals(Optional.of(1L), result.chainedFrom());
    assertTrue(Lines.files(folder).size() > 3, "several files");
    assertTrue(
        Lines.text(Lines.files(folder).getLast())
            .contains(",\"chain\":\"" + result.chain() + "\","));
  }

  @Test
  void verificationFromALine_beginsWithItsFile() throws IOException {
    long first = JournalFile.first(Lines.files(folder).get(2));
    Result result = JournalVerification.verify(folder, first + 1, Known.nothing());
    assertEquals(Optional.empty(), result.problem());
    assertEquals(first, result.first());
  }

  @Test
  void aChangedDigit_isFound() throws IOException {
    long[] changed = {0};
    edit(
        1,
        lines -> {
          changed[0] = sequence(lines.get(3));
          lines.set(3, lines.get(3).replaceFirst("12:00:00", "12:00:01"));
          return lines;
        });
    assertEquals(
        "line %d was changed: its checksum does not match".formatted(changed[0]), problem());
  }

  @Test
  void aChangedDigitWithAChecksumThatFits_isFound() throws IOException {
    long[] changed = {0};
    edit(
        1,
        lines -> {
          changed[0] = sequence(lines.get(3));
          lines.set(3, withChecksum(lines.get(3).replaceFirst("12:00:00", "12:00:01")));
          return lines;
        });
    assertEquals(
        "line %d was changed, or the line before it: the chain does not match"
            .formatted(changed[0]),
        problem());
  }

  @Test
  void aRemovedLine_isFound() throws IOException {
    long[] removed = {0};
    edit(
        1,
        lines -> {
          removed[0] = sequence(lines.remove(2));
          return lines;
        });
    assertEquals("line %d is missing: it was removed".formatted(removed[0]), problem());
  }

  @Test
  void aRemovedLine_whoseNumberTheNextOnesTook_isFound() throws IOException {
    long[] removed = {0};
    edit(
        1,
        lines -> {
          removed[0] = sequence(lines.remove(1));
          for (int i = 1; i < lines.size(); i++) {
            long sequence = sequence(lines.get(i));
            lines.set(
                i,
                withChecksum(
                    lines.get(i).replaceFirst("\"seq\":" + sequence, "\"seq\":" + (sequence - 1))));
          }
          return lines;
        });
    assertEquals(
        "line %d was changed, or the line before it: the chain does not match"
            .formatted(removed[0]),
        problem());
  }

  @Test
  void aRemovedFile_isFound() throws IOException {
    List<Path> files = Lines.files(folder);
    long first = JournalFile.first(files.get(1));
    long next = JournalFile.first(files.get(2));
    Files.delete(files.get(1));
    assertEquals(
        "lines %d to %d are missing: they were removed".formatted(first, next - 1), problem());
  }

  @Test
  void removedLinesAtTheEnd_areFoundByWhatIsKnown() throws IOException {
    edit(Lines.files(folder).size() - 1, lines -> lines.subList(0, lines.size() - 1));
    Result result = JournalVerification.verify(folder, 1, new Known(written, 0, ""));
    assertTrue(result.problem().orElse("none").contains("missing at the end"), result.toString());
  }

  @Test
  void aForgedLineAtTheEnd_isFound() throws IOException {
    edit(
        Lines.files(folder).size() - 1,
        lines -> {
          String last = lines.getLast();
          lines.add(
              withChecksum(last.replaceFirst("\"seq\":" + written, "\"seq\":" + (written + 1))));
          return lines;
        });
    assertEquals(
        "line %d was changed, or the line before it: the chain does not match"
            .formatted(written + 1),
        problem());
  }

  @Test
  void aForgedLineWithoutTheChain_isFound() throws IOException {
    edit(
        Lines.files(folder).size() - 1,
        lines -> {
          lines.add(
              "{\"seq\":%d,\"at\":\"2026-11-24T12:00:00.000Z\",\"event\":\"Rejected\"}"
                  .formatted(written + 1));
          return lines;
        });
    assertTrue(problem().startsWith("line " + (written + 1) + " shows no value"), problem());
  }

  /**
   * Who chains all again leaves no trace in the files; a value that was kept elsewhere shows it.
   */
  @Test
  void aJournalThatWasChainedAgain_isFoundByAValueThatWasKept() throws Exception {
    String kept = verify().chain();
    for (Path file : Lines.files(folder)) {
      Files.delete(file);
    }
    write(40);
    write(25);
    assertEquals("none", problem());
    Known known = new Known(0, 30, kept.substring(0, 16));
    assertTrue(
        JournalVerification.verify(folder, 1, known)
            .problem()
            .orElse("none")
            .startsWith("line 30 has another value"));
  }

  /** Lines of a version before the chain are covered by what follows them in their file. */
  @Test
  void aFileOfAnEarlierVersion_isVerifiedFromWhereTheChainBegins() throws Exception {
    for (Path file : Lines.files(folder)) {
      Files.delete(file);
    }
    StringBuilder old = new StringBuilder();
    for (int i = 1; i < 9; i++) {
      old.append(
          "{\"seq\":%d,\"at\":\"2026-11-24T12:00:00.000Z\",\"event\":\"%s\"%s}\n"
              .formatted(
                  i,
                  i == 1 ? "JournalBegun" : "Rejected",
                  i == 1 ? ",\"format\":\"1\",\"spool-position\":\"0\"" : ""));
    }
    Files.writeString(JournalFile.path(folder, 1), old, ISO_8859_1);
    try (Journal journal = Journal.open(folder, Lines.OPTIONS, Lines.CLOCK)) {
      journal.append(Records.administrator("chained"));
      Lines.awaitLines(journal, 9);
    }
    Result result = verify();
    assertEquals(Optional.empty(), result.problem());
    assertEquals(Optional.of(9L), result.chainedFrom());
    edit(
        0,
        lines -> {
          lines.set(4, lines.get(4).replace("Rejected", "Accepted"));
          return lines;
        });
    assertTrue(problem().startsWith("line 9 was changed, or the line before it"), problem());
  }

  /** A restart within a group that was cut goes on from the line that is left. */
  @Test
  void aTornGroup_isCutAndTheChainGoesOn() throws Exception {
    Path last = Lines.files(folder).getLast();
    byte[] octets = Files.readAllBytes(last);
    Files.write(last, java.util.Arrays.copyOf(octets, octets.length - 20));
    write(7);
    assertEquals("none", problem());
  }
}
