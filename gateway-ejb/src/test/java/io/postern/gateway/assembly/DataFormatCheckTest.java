package io.postern.gateway.assembly;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.audit.Journal;
import io.postern.gateway.audit.JournalOptions;
import io.postern.gateway.audit.JournalUnavailable;
import io.postern.gateway.operation.AdminActs;
import io.postern.gateway.spool.Spool;
import io.postern.gateway.spool.SpoolOptions;
import io.postern.gateway.spool.SpoolUnavailable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a newer version wrote is neither read nor taken for damaged. */
class DataFormatCheckTest {

  private static final int HEADER = 64;
  private static final int DIGIT = 7;

  @TempDir Path data;

  private Path spool;
  private Path journal;

  @BeforeEach
  void live() throws IOException {
    spool = data.resolve("spool");
    journal = data.resolve("journal");
    open();
  }

  private void open() {
    try (Journal lines = Journal.open(journal, JournalOptions.defaults(), Clock.systemUTC());
        Spool mail =
            Spool.open(new SpoolOptions(spool, 64 << 10, 16 << 10, 0), Clock.systemUTC(), lines)) {
      AdminActs.record(lines, Clock.systemUTC().instant(), "a", "tried", Map.of());
      mail.newId();
    }
  }

  private Optional<String> objection() {
    return new DataFormatCheck().apply(data);
  }

  private Path only(Path folder, String suffix) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(suffix))
          .filter(file -> !file.getFileName().toString().startsWith("spare"))
          .sorted()
          .findFirst()
          .orElseThrow();
    }
  }

  private Map<Path, ByteBuffer> content() throws IOException {
    Map<Path, ByteBuffer> content = new TreeMap<>();
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        content.put(file, ByteBuffer.wrap(Files.readAllBytes(file)));
      }
    }
    return content;
  }

  /** Puts another digit behind the name, as a newer version would, with the checksum of that. */
  private static void write(Path segment, char digit, boolean both) throws IOException {
    ByteBuffer octets = ByteBuffer.wrap(Files.readAllBytes(segment));
    for (int at : both ? new int[] {0, octets.limit() - HEADER} : new int[] {0}) {
      octets.put(at + DIGIT, (byte) digit);
      CRC32C crc = new CRC32C();
      crc.update(octets.slice(at, HEADER - Integer.BYTES));
      octets.putInt(at + HEADER - Integer.BYTES, (int) crc.getValue());
    }
    Files.write(segment, octets.array());
  }

  @Test
  void whatThisVersionWrote_isRead() {
    assertEquals(Optional.empty(), objection());
    open();
    assertEquals(Optional.empty(), objection());
  }

  @Test
  void anEmptyDataFolder_isRead() {
    assertEquals(Optional.empty(), new DataFormatCheck().apply(data.resolve("none")));
  }

  @Test
  void aNewerSegment_isRefusedAndLeftAlone() throws IOException {
    Path segment = only(spool.resolve("segments"), ".seg");
    write(segment, '3', true);
    Map<Path, ByteBuffer> before = content();

    String said = objection().orElseThrow();
    assertEquals(
        "spool: "
            + segment
            + " has format 3, this version reads formats up to 2; not started, nothing was changed:"
            + " start the newer version that wrote it",
        said);
    assertThrows(SpoolUnavailable.class, () -> DataFolders.of(data));
    assertEquals(before, content());
    assertThrows(SpoolUnavailable.class, this::open);
    assertTrue(Files.exists(segment));
  }

  @Test
  void aNewerSegmentWhoseFirstHeaderIsDamaged_isRefused() throws IOException {
    Path segment = only(spool.resolve("segments"), ".seg");
    write(segment, '9', true);
    byte[] octets = Files.readAllBytes(segment);
    octets[20] ^= 1;
    Files.write(segment, octets);

    assertTrue(objection().orElseThrow().contains("has format 9"));
  }

  /** The octets behind a damaged name could say anything. */
  @Test
  void aDigitWithoutItsChecksum_isDamage() throws IOException {
    Path segment = only(spool.resolve("segments"), ".seg");
    byte[] octets = Files.readAllBytes(segment);
    octets[DIGIT] = '2';
    Files.write(segment, octets);

    assertEquals(Optional.empty(), objection());
  }

  @Test
  void aNewerJournal_isRefusedAndLeftAlone() throws IOException {
    Path file = only(journal, ".jsonl");
    String lines = Files.readString(file, ISO_8859_1);
    Files.writeString(
        file, lines.replaceFirst("\"format\":\"1\"", "\"format\":\"17\""), ISO_8859_1);
    Map<Path, ByteBuffer> before = content();

    assertEquals(
        "journal: "
            + file
            + " has format 17, this version reads formats up to 1; not started, nothing was"
            + " changed: start the newer version that wrote it",
        objection().orElseThrow());
    assertThrows(JournalUnavailable.class, this::open);
    assertThrows(JournalUnavailable.class, () -> DataFolders.of(data));
    assertEquals(before, content());
  }
}
