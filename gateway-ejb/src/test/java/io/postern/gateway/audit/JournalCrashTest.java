package io.postern.gateway.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.spool.Committed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever ends the process, each record of the spool has one line afterwards. */
class JournalCrashTest {

  @TempDir Path folder;

  @Test
  void lastLineTornAtAnyOctetIsWrittenAgainWhole() throws Exception {
    List<Committed> records = Records.acceptances(4);
    try (Journal journal = Journal.open(folder, Lines.OPTIONS, Lines.CLOCK)) {
      journal.read(records);
    }
    Path file = Lines.files(folder).getFirst();
    byte[] whole = Files.readAllBytes(file);
    String text = Lines.text(file);
    int lastLine = text.lastIndexOf('\n', text.length() - 2) + 1;
    for (int length = lastLine; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      try (Journal journal = Journal.open(folder, Lines.OPTIONS, Lines.CLOCK)) {
        assertEquals(21, journal.safePosition(), "torn at " + (length - lastLine));
        journal.read(records.subList(2, 4));
      }
      assertEquals(text, Lines.text(file), "torn at " + (length - lastLine));
    }
  }

  @Test
  void firstLineOfAFileTornAtAnyOctetTakesTheFileAway() throws Exception {
    List<Committed> records = Records.acceptances(2);
    try (Journal journal = Journal.open(folder, Lines.OPTIONS, Lines.CLOCK)) {
      journal.read(records);
    }
    Path file = Lines.files(folder).getFirst();
    byte[] whole = Files.readAllBytes(file);
    int firstLine = Lines.text(file).indexOf('\n');
    for (int length = 0; length <= firstLine; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      try (Journal journal = Journal.open(folder, Lines.OPTIONS, Lines.CLOCK)) {
        assertEquals(0, journal.safePosition());
        journal.read(records);
      }
      assertEquals(3, Lines.text(file).lines().count());
    }
  }

  @RepeatedTest(60)
  void killedAtRandomPointsEachRecordHasOneLine() throws Exception {
    crashing(false);
  }

  @RepeatedTest(60)
  void powerCutAtRandomPointsEachRecordHasOneLine() throws Exception {
    crashing(true);
  }

  private void crashing(boolean power) throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<Committed> records = Records.acceptances(1 + random.nextInt(600));
    long last = records.getLast().position();
    JournalOptions options = Lines.withFileSize(2_000 + random.nextInt(200_000));
    int crashes = 0;
    boolean complete = false;
    while (!complete) {
      FaultyDisk disk = new FaultyDisk();
      Journal journal = Journal.open(folder, options, Lines.CLOCK, disk);
      long safe = journal.safePosition();
      int told = (int) records.stream().filter(r -> r.position() <= safe).count();
      int again = random.nextInt(told + 1); // the spool may tell more than was asked for
      boolean crash = crashes < 8 && random.nextInt(4) > 0;
      int end = crash ? again + random.nextInt(records.size() - again + 1) : records.size();
      tell(journal, records.subList(again, end), random);
      if (crash) {
        crashes++;
        if (power) {
          disk.cutPower(random);
        } else {
          disk.kill();
        }
      } else {
        Lines.awaitPosition(journal, last);
        assertEquals(
            records.stream().map(Committed::position).toList(),
            Lines.positions(journal),
            "seed " + seed);
        complete = true;
      }
      long promised = journal.safePosition();
      journal.close();
      requireSafe(options, promised, seed);
    }
  }

  private static void tell(Journal journal, List<Committed> records, Random random) {
    int from = 0;
    while (from < records.size()) {
      int to = Math.min(records.size(), from + 1 + random.nextInt(40));
      journal.read(records.subList(from, to));
      if (random.nextInt(8) == 0) {
        journal.append(Records.rejected("550 5.1.1 unknown"));
      }
      from = to;
    }
  }

  private void requireSafe(JournalOptions options, long promised, long seed) {
    try (Journal journal = Journal.open(folder, options, Lines.CLOCK)) {
      assertTrue(
          journal.safePosition() >= promised,
          () -> journal.safePosition() + " after promising " + promised + ", seed " + seed);
    }
  }

  @Test
  void damageAtRestFarFromTheEndCostsOnlyItsLine() throws Exception {
    try (Journal journal = Journal.open(folder, Lines.withFileSize(64 << 20), Lines.CLOCK)) {
      journal.read(Records.acceptances(6_000));
    }
    flip(Lines.files(folder).getFirst(), 5_000);
    try (Journal journal = Journal.open(folder, Lines.OPTIONS, Lines.CLOCK)) {
      assertEquals(42_000, journal.safePosition());
      assertEquals(6_001, journal.lastSequence());
      try (JournalReader reader = journal.readFrom(1)) {
        int lines = 0;
        while (reader.next() <= 6_001) {
          lines += reader.read(500, java.time.Duration.ZERO).size();
        }
        assertEquals(6_000, lines);
        assertEquals(1, reader.lost());
      }
    }
  }

  private static void flip(Path file, int at) throws IOException {
    byte[] octets = Files.readAllBytes(file);
    octets[at] ^= (byte) 0x80;
    Files.write(file, octets);
  }
}
