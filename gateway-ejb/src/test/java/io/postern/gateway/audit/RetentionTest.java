package io.postern.gateway.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.spool.Committed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionTest {

  @TempDir Path folder;

  private Journal open(long keep, long hardCap) {
    JournalOptions options =
        new JournalOptions(5_000, keep, Duration.ofDays(90), hardCap, Duration.ZERO, 1_000);
    return Journal.open(folder, options, Lines.CLOCK);
  }

  private static void fill(Journal journal, int records) {
    for (Committed committed : Records.acceptances(records)) {
      journal.read(List.of(committed));
      Lines.awaitPosition(journal, committed.position());
    }
  }

  private long size() throws Exception {
    long size = 0;
    for (Path file : Lines.files(folder)) {
      size += Files.size(file);
    }
    return size;
  }

  @Test
  void oldestFilesGoWhenThereAreTooMany() throws Exception {
    try (Journal journal = open(20_000, 1 << 20)) {
      fill(journal, 200);
      assertTrue(size() <= 26_000, "size " + size());
      try (JournalReader reader = journal.readFrom(1)) {
        JournalLine first = reader.read(1, Duration.ZERO).getFirst();
        assertEquals("JournalBegun", first.event());
        assertEquals(first.sequence() - 1, reader.lost());
      }
    }
  }

  @Test
  void nothingGoesThatASubscriberHasNotRead() throws Exception {
    try (Journal journal = open(20_000, 1 << 20)) {
      journal.subscribe("slow").close();
      fill(journal, 200);
      assertEquals(200, Lines.events(journal).size());
    }
  }

  @Test
  void whatTheSubscriberHasReadGoesAtTheNextFile() throws Exception {
    try (Journal journal = open(20_000, 1 << 20)) {
      Subscription slow = journal.subscribe("slow");
      fill(journal, 200);
      slow.done(journal.lastSequence());
      slow.close();
      List<Committed> more = Records.acceptances(230).subList(200, 230);
      for (Committed committed : more) {
        journal.read(List.of(committed));
        Lines.awaitPosition(journal, committed.position());
      }
      assertTrue(size() <= 26_000, "size " + size());
    }
  }

  @Test
  void hardCapOverrulesASubscriberAndIsRecorded() throws Exception {
    try (Journal journal = open(20_000, 40_000)) {
      Subscription slow = journal.subscribe("slow");
      fill(journal, 200);
      assertTrue(size() <= 46_000, "size " + size());
      JournalPage page =
          journal
              .search()
              .find(JournalQuery.newest(100).with(JournalCondition.EVENT, "HistoryLost"));
      assertTrue(!page.lines().isEmpty());
      Map<String, String> newest = page.lines().getFirst().facts();
      assertEquals("slow", newest.get("subscriber"));
      JournalLine next = slow.read(1, Duration.ZERO).getFirst();
      assertEquals(Long.parseLong(newest.get("last")) + 1, next.sequence());
      slow.close();
    }
  }

  @Test
  void oldFilesGoAtTheNextStart() throws Exception {
    try (Journal journal = open(1 << 20, 1 << 20)) {
      fill(journal, 30);
    }
    List<Path> before = Lines.files(folder);
    for (Path file : before) {
      Files.setLastModifiedTime(file, FileTime.from(Records.NOON.minus(Duration.ofDays(91))));
    }
    try (Journal journal = open(1 << 20, 1 << 20)) {
      Lines.await().until(() -> Lines.files(folder).size() == 1);
      assertEquals(210, journal.safePosition(), "the last file stays, however old");
    }
  }
}
