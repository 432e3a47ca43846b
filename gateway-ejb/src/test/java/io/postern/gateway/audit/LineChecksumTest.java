package io.postern.gateway.audit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A changed line is not taken for one that was written. */
class LineChecksumTest {

  @TempDir Path folder;

  private static byte[] line(String text) {
    LineBuffer buffer = new LineBuffer();
    EventLines lines = new EventLines(buffer);
    lines.write(6, new JournalEvent(EventType.REJECTED, Optional.empty(), Records.NOON, Map.of()));
    lines.write(
        7,
        new JournalEvent(EventType.REJECTED, Optional.empty(), Records.NOON, Map.of("helo", text)));
    return buffer.line(1).getBytes(ISO_8859_1);
  }

  @Test
  void lineWhoseOctetsChangeIsNotRead() {
    byte[] line = line("client.example.com");
    assertEquals(7, FileScan.sequence(line, 0, line.length));
    for (int at = 0; at < line.length; at++) {
      for (int bit = 0; bit < 7; bit++) {
        byte[] changed = line.clone();
        changed[at] ^= (byte) (1 << bit);
        assertTrue(
            FileScan.sequence(changed, 0, changed.length) < 0,
            "octet " + at + ": " + new String(changed, ISO_8859_1));
      }
    }
  }

  @Test
  void lineOfAnEarlierVersionIsRead() {
    byte[] line =
        "{\"seq\":7,\"at\":\"2026-11-24T12:00:00.000Z\",\"event\":\"Rejected\"}"
            .getBytes(ISO_8859_1);
    assertEquals(7, FileScan.sequence(line, 0, line.length));
  }

  /** Nobody outside can put a checksum of theirs at a line's end. */
  @Test
  void factThatLooksLikeAChecksumIsAFact() {
    byte[] line = line("x\",\"crc\":\"00000000\"}");
    JournalLine read = JournalLine.parse(new String(line, ISO_8859_1));
    assertEquals(Optional.of("x\",\"crc\":\"00000000\"}"), read.fact("helo"));
    assertEquals(Optional.empty(), read.fact(EventField.CRC.member()));
    assertEquals(7, FileScan.sequence(line, 0, line.length));
  }

  /** Only a crash's torn end is cut; what was known to be on disk is not. */
  @Test
  void damageBeforeTheKnownLineCostsItsLineAlone() throws Exception {
    JournalKnown known;
    try (Journal journal = Journal.open(folder, Lines.OPTIONS, Lines.CLOCK)) {
      for (int i = 0; i < 20; i++) {
        journal.append(
            new JournalEvent(
                EventType.REJECTED, Optional.empty(), Records.NOON, Map.of("n", "" + i)));
      }
      Lines.awaitLines(journal, 21);
      known = journal.known();
    }
    Path file = Lines.files(folder).getFirst();
    byte[] octets = Files.readAllBytes(file);
    octets[new String(octets, ISO_8859_1).indexOf("\"n\":\"17\"") + 5] ^= 1;
    Files.write(file, octets);
    try (Journal journal = Journal.open(folder, Lines.OPTIONS, Lines.CLOCK, known)) {
      assertEquals(1, journal.damagedLines());
      assertEquals(List.of(), journal.missing());
      List<String> numbers = new ArrayList<>();
      try (JournalReader reader = journal.readFrom(1)) {
        while (reader.next() <= journal.lastSequence()) {
          reader
              .read(100, java.time.Duration.ZERO)
              .forEach(line -> line.fact("n").ifPresent(numbers::add));
        }
      }
      assertEquals(19, numbers.size());
      assertEquals("19", numbers.getLast());
    }
  }
}
