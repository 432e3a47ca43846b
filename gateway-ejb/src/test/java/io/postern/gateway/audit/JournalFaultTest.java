package io.postern.gateway.audit;

import static org.hamcrest.Matchers.greaterThan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.spool.Committed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that refuses keeps lines waiting and loses none. */
class JournalFaultTest {

  @TempDir Path root;

  @Test
  void operationThatFailsOnceAtAnyPointCostsNothing() throws Exception {
    for (int n = 1; n <= 14; n++) {
      Path folder = root.resolve("fault" + n);
      FaultyDisk disk = new FaultyDisk();
      List<Committed> records = Records.acceptances(12);
      try (Journal journal = Journal.open(folder, Lines.withFileSize(1_500), Lines.CLOCK, disk)) {
        disk.faults.failNth(n);
        for (Committed committed : records) {
          journal.read(List.of(committed));
          if (committed.position() < 70) {
            continue;
          }
          Lines.awaitPosition(journal, committed.position());
        }
        assertEquals(positions(records), Lines.positions(journal), "fault at operation " + n);
      }
      try (Journal journal = Journal.open(folder, Lines.OPTIONS, Lines.CLOCK)) {
        assertEquals(84, journal.safePosition());
        assertEquals(positions(records), Lines.positions(journal), "fault at operation " + n);
      }
    }
  }

  private static List<Long> positions(List<Committed> records) {
    return records.stream().map(Committed::position).toList();
  }

  @Test
  void fullDiskIsWaitedForAndCalledUnsafeMeanwhile() throws Exception {
    FaultyDisk disk = new FaultyDisk();
    AtomicInteger refused = new AtomicInteger();
    try (Journal journal = Journal.open(root, Lines.OPTIONS, Lines.CLOCK, disk)) {
      journal.read(List.of(Records.accepted(1)));
      Lines.awaitPosition(journal, 1);
      disk.faults.failWhile(
          operation -> operation.equals("write") && refused.incrementAndGet() > 0);
      journal.read(List.of(Records.accepted(2)));
      Lines.await().untilAtomic(refused, greaterThan(1));
      assertEquals(1, journal.safePosition());
      disk.faults.heal();
      Lines.awaitPosition(journal, 2);
      assertEquals(List.of(1L, 2L), Lines.positions(journal));
    }
  }

  @Test
  void unsyncedLinesThatStayInAnAbandonedFileAreOverruledByTheNext() throws Exception {
    FaultyDisk disk = new FaultyDisk();
    try (Journal journal = Journal.open(root, Lines.OPTIONS, Lines.CLOCK, disk)) {
      journal.read(List.of(Records.accepted(1)));
      Lines.awaitPosition(journal, 1);
      AtomicInteger syncs = new AtomicInteger();
      disk.faults.failWhile(
          operation ->
              operation.equals("cut")
                  || (operation.equals("sync") && syncs.incrementAndGet() == 1));
      journal.read(List.of(Records.accepted(2)));
      Lines.awaitPosition(journal, 2);
      assertEquals(List.of(1L, 2L), Lines.positions(journal));
    }
    assertTrue(
        Lines.text(Lines.files(root).getFirst()).contains("\"pos\":2"),
        "the abandoned file still holds the line that was not synced");
    try (Journal journal = Journal.open(root, Lines.OPTIONS, Lines.CLOCK)) {
      assertEquals(List.of(1L, 2L), Lines.positions(journal));
      assertEquals(
          1,
          journal
              .search()
              .find(JournalQuery.newest(10).with(JournalCondition.ID, "0000000000002"))
              .lines()
              .size());
    }
  }

  @Test
  void closingWhileTheDiskRefusesEndsAndPromisesNothing() {
    FaultyDisk disk = new FaultyDisk();
    Journal journal = Journal.open(root, Lines.OPTIONS, Lines.CLOCK, disk);
    disk.kill();
    journal.read(Records.acceptances(10));
    CompletableFuture<Void> onDisk = journal.appendSynced(Records.administrator("too late"));
    journal.close();
    assertInstanceOf(JournalUnavailable.class, onDisk.exceptionNow());
    journal.read(List.of(Records.accepted(71)));
    assertEquals(0, journal.safePosition());
  }

  /** What clients and attempts do makes room for what administrators do. */
  @Test
  void floodOfSessions_isDroppedFirst_andEachKindIsCounted() throws Exception {
    FaultyDisk disk = new FaultyDisk();
    JournalOptions options =
        new JournalOptions(1 << 20, 1 << 30, Duration.ofDays(1), 1L << 31, Duration.ZERO, 100);
    try (Journal journal = Journal.open(root, options, Lines.CLOCK, disk)) {
      AtomicInteger refused = new AtomicInteger();
      disk.faults.failWhile(
          operation -> operation.equals("create") && refused.incrementAndGet() > 0);
      journal.append(Records.administrator("first"));
      Lines.await().untilAtomic(refused, greaterThan(0));
      for (int i = 0; i < 100; i++) {
        journal.append(event(EventType.SESSION_OPENED, 0));
        journal.append(event(EventType.SESSION_ENDED, 0));
      }
      journal.append(Records.administrator("last"));
      disk.faults.heal();
      Lines.await().until(() -> Lines.events(journal).size() == 54);
      assertEquals(
          List.of("SessionEnded 75", "SessionOpened 75"),
          Lines.events(journal).stream()
              .filter(line -> line.event().equals("EventsDropped"))
              .map(line -> line.facts().get("dropped-event") + " " + line.facts().get("count"))
              .sorted()
              .toList());
    }
  }

  @Test
  void eventsOfAGroup_standBetweenTheSpoolsRecordsByTheirTime() throws Exception {
    FaultyDisk disk = new FaultyDisk();
    try (Journal journal = Journal.open(root, Lines.OPTIONS, Lines.CLOCK, disk)) {
      AtomicInteger refused = new AtomicInteger();
      disk.faults.failWhile(
          operation -> operation.equals("create") && refused.incrementAndGet() > 0);
      journal.append(Records.administrator("first"));
      Lines.await().untilAtomic(refused, greaterThan(0));
      journal.read(List.of(Records.accepted(1), Records.delivered(2, 1)));
      journal.append(event(EventType.SESSION_OPENED, -1));
      journal.append(event(EventType.ATTEMPT_BEGUN, 1));
      journal.append(event(EventType.SESSION_ENDED, 9));
      disk.faults.heal();
      Lines.await().until(() -> Lines.events(journal).size() == 6);
      assertEquals(
          List.of(
              "AdministratorActed",
              "SessionOpened",
              "Accepted",
              "AttemptBegun",
              "Delivered",
              "SessionEnded"),
          Lines.events(journal).stream().map(JournalLine::event).toList());
    }
  }

  private static JournalEvent event(EventType type, long seconds) {
    return new JournalEvent(type, Optional.empty(), Records.NOON.plusSeconds(seconds), Map.of());
  }

  @Test
  void floodOfRefusalsIsDroppedAndCountedWhileOthersAreKept() throws Exception {
    FaultyDisk disk = new FaultyDisk();
    JournalOptions options =
        new JournalOptions(1 << 20, 1 << 30, Duration.ofDays(1), 1L << 31, Duration.ZERO, 100);
    try (Journal journal = Journal.open(root, options, Lines.CLOCK, disk)) {
      AtomicInteger refused = new AtomicInteger();
      disk.faults.failWhile(
          operation -> operation.equals("create") && refused.incrementAndGet() > 0);
      journal.append(Records.administrator("first"));
      Lines.await().untilAtomic(refused, greaterThan(0));
      for (int i = 0; i < 500; i++) {
        journal.append(Records.rejected("550 5.7.1 no"));
      }
      journal.append(Records.administrator("last"));
      disk.faults.heal();
      Lines.await().until(() -> Lines.events(journal).size() == 53);
      List<JournalLine> lines = Lines.events(journal);
      assertEquals(50, lines.stream().filter(l -> l.event().equals("Rejected")).count());
      assertEquals(2, lines.stream().filter(l -> l.facts().containsKey("action")).count());
      JournalLine dropped =
          lines.stream().filter(l -> l.event().equals("EventsDropped")).findFirst().orElseThrow();
      assertEquals("450", dropped.facts().get("count"));
      assertEquals("Rejected", dropped.facts().get("dropped-event"));
    }
  }
}
