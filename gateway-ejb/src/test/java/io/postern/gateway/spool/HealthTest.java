package io.postern.gateway.spool;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.spool.files.FailingFiles;
import io.postern.gateway.spool.files.MemoryFiles;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** What the spool says of itself, also while no mail comes. */
class HealthTest {

  private final MemoryFiles disk = new MemoryFiles();
  private final FailingFiles files = new FailingFiles(disk, "none fails");
  private final RecordedEvents told = new RecordedEvents();

  private Spool open() {
    return Spool.open(Mail.SMALL, Mail.CLOCK, told, files);
  }

  @Test
  void aSpoolThatWorksIsOpenAndItsThreadsLive() {
    try (Spool spool = open()) {
      Mail.accept(spool, 100);
      spool.probe().join();
      assertEquals(
          new SpoolHealth(SpoolHealth.Condition.OPEN, "", Optional.empty()), spool.health());
    }
  }

  @Test
  void aFailedWriteIsSeenUntilAProbeSucceeds() {
    try (Spool spool = open()) {
      files.faults().failWhile(operation -> true);
      assertThrows(SpoolUnavailable.class, () -> Mail.accept(spool, 100));
      assertEquals(SpoolHealth.Condition.UNWRITABLE, spool.health().condition());
      assertTrue(spool.health().text().contains("refusing new mail"), spool.health().text());
      assertThrows(CompletionException.class, () -> spool.probe().join());
      files.faults().failWhile(operation -> false);
      await()
          .until(
              () -> {
                spool.probe().exceptionally(failure -> null).join();
                return spool.health().condition() == SpoolHealth.Condition.OPEN;
              });
    }
  }

  /** Each try writes another file; a text that names it would be a new notice each time. */
  @Test
  void aDiskThatGoesOnFailingIsSaidInTheSameWords() {
    Set<String> said = new TreeSet<>();
    try (Spool spool = open()) {
      files.faults().failWhile(operation -> operation.startsWith("force"));
      assertThrows(CompletionException.class, () -> spool.probe().join());
      files.faults().failWhile(operation -> operation.startsWith("create"));
      for (int i = 0; i < 3; i++) {
        int before = files.faults().failures();
        await()
            .until(
                () -> {
                  spool.probe().exceptionally(failure -> null).join();
                  return files.faults().failures() > before;
                });
        said.add(spool.health().text());
      }
    }
    assertEquals(1, said.size(), said.toString());
  }

  @Test
  void aDiskThatFailsWhileNoMailComesIsFoundByAProbe() {
    try (Spool spool = open()) {
      files.faults().failWhile(operation -> true);
      assertThrows(CompletionException.class, () -> spool.probe().join());
      assertEquals(SpoolHealth.Condition.UNWRITABLE, spool.health().condition());
    }
  }

  @Test
  void aDiskBelowTheReserveIsSaidWithoutAWrite() {
    SpoolOptions reserving =
        new SpoolOptions(
            Mail.SMALL.folder(), Mail.SMALL.segmentSize(), Mail.SMALL.spillThreshold(), 1000);
    disk.usable(999);
    try (Spool spool = Spool.open(reserving, Mail.CLOCK, told, files)) {
      assertEquals(SpoolHealth.Condition.DISK_LOW, spool.health().condition());
      spool.probe().join();
    }
  }

  @Test
  void probesLeaveNoTraceInTheJournalOrTheQueue() {
    try (Spool spool = open()) {
      SpoolId id = Mail.accept(spool, 100);
      for (int i = 0; i < 500; i++) {
        spool.probe().join();
      }
      assertEquals(1, spool.size());
      await().until(() -> told.events().size() == 1);
      assertEquals(id, told.accepted().getFirst());
    }
    try (Spool spool = open()) {
      assertEquals(1, spool.size());
      assertTrue(spool.newId().value() > told.accepted().getFirst().value());
    }
  }
}
