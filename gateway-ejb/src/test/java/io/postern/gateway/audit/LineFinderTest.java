package io.postern.gateway.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.gateway.spool.Committed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines are found by their numbers, in files of lines of very different lengths, some damaged. */
class LineFinderTest {

  private static final int RECORDS = 600;

  @TempDir Path folder;
  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  @Test
  void linesAreFoundByTheirNumbers_whateverIsDamaged() throws Exception {
    try (Journal journal = Journal.open(folder, Lines.withFileSize(400_000), Lines.CLOCK)) {
      for (int i = 1; i <= RECORDS; i++) {
        String subject = "x".repeat(random.nextInt(20) == 0 ? 4_000 : random.nextInt(300));
        String more = "y".repeat(random.nextInt(60) == 0 ? 40_000 : 1);
        List<Committed> record =
            List.of(Records.accepted(i, Map.of("subject", subject, "further", more)));
        journal.read(record);
        if (i % 50 == 0) {
          Lines.awaitPosition(journal, i);
        }
      }
      List<JournalLine> all = Lines.all(journal);
      requireFound(journal, all);

      for (Path file : Lines.files(folder)) {
        byte[] octets = Files.readAllBytes(file);
        for (int i = 0; i < 5; i++) {
          octets[random.nextInt(octets.length)] ^= 1;
        }
        Files.write(file, octets);
      }
      List<Long> whole = new ArrayList<>();
      for (long sequence = 1; sequence <= journal.lastSequence(); sequence++) {
        journal.search().lines(List.of(sequence)).forEach(line -> whole.add(line.sequence()));
      }
      List<Long> scanned =
          journal.search().find(JournalQuery.newest(10_000)).lines().stream()
              .map(JournalLine::sequence)
              .sorted()
              .toList();
      assertEquals(scanned, whole, "seed " + seed);
    }
  }

  private void requireFound(Journal journal, List<JournalLine> all) {
    List<Long> sequences =
        LongStream.rangeClosed(-2, all.size() + 3L)
            .boxed()
            .sorted(Comparator.reverseOrder())
            .toList();
    assertEquals(all.reversed(), journal.search().lines(sequences), "seed " + seed);
    for (int i = 0; i < 200; i++) {
      JournalLine line = all.get(random.nextInt(all.size()));
      assertEquals(List.of(line), journal.search().lines(List.of(line.sequence())), "seed " + seed);
    }
  }
}
