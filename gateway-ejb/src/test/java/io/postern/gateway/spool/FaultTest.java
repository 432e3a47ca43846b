package io.postern.gateway.spool;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.spool.files.FailingFiles;
import io.postern.gateway.spool.files.MemoryFiles;
import io.postern.gateway.spool.files.SpoolFiles;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each file operation fails in turn; nothing acknowledged is lost, nothing refused comes back. */
class FaultTest {

  private static final int LARGE = 30_000;
  private static final String NO_SPACE = "No space left on device";

  private final MemoryFiles disk = new MemoryFiles();
  private final RecordedEvents position = new RecordedEvents();

  private Spool open(SpoolFiles files) {
    return Spool.open(Mail.SMALL, Mail.CLOCK, position, files);
  }

  /** What a client and a delivery would know. */
  private static final class Story {
    final List<SpoolId> accepted = new ArrayList<>();
    final List<SpoolId> refused = new ArrayList<>();
    final List<SpoolId> finished = new ArrayList<>();

    /** Tells whether it was taken. */
    boolean accept(Spool spool, int size) {
      SpoolId id = spool.newId();
      try (Content content = Mail.content(spool, Mail.text(id, size))) {
        spool.accept(Mail.arrival(id, content, 1));
        accepted.add(id);
        return true;
      } catch (SpoolUnavailable e) {
        refused.add(id);
        return false;
      }
    }
  }

  private void tell(Story story, Spool spool) {
    List<CompletableFuture<Void>> marks = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      if (story.accept(spool, i % 6 == 5 ? LARGE : 1_500) && i % 3 == 0) {
        SpoolId id = story.accepted.getLast();
        marks.add(spool.mark(List.of(Mail.mark(id, 0, Mail.DELIVERED))));
        story.finished.add(id);
      }
    }
    marks.forEach(CompletableFuture::join);
    // A spool that has met its fault works again by itself.
    await().pollInterval(Duration.ofMillis(2)).until(() -> story.accept(spool, 1_500));
  }

  private static void verify(Story story, Spool spool) throws IOException {
    List<SpoolId> left = new ArrayList<>(story.accepted);
    left.removeAll(story.finished);
    assertEquals(left, Mail.unfinished(spool));
    for (SpoolId id : left) {
      String text = Mail.read(spool, id).orElseThrow();
      assertEquals(Mail.text(id, text.length() - Mail.text(id, 0).length()), text);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Input/output error", NO_SPACE})
  void whicheverOperationFailsNothingAcknowledgedIsLostAndNothingRefusedComesBack(String reason)
      throws IOException {
    boolean failed = true;
    int n = 1;
    for (; failed; n++) {
      MemoryFiles fresh = new MemoryFiles();
      FailingFiles failing = new FailingFiles(fresh, reason);
      RecordedEvents heard = new RecordedEvents();
      failing.faults().failNth(n);
      Story story = new Story();
      try (Spool spool = openInTwoTries(heard, failing)) {
        tell(story, spool);
        failed = failing.faults().failures() > 0;
        failing.faults().heal();
        verify(story, spool);
      }
      assertEquals(0, fresh.open(), "files left open at n=" + n);
      try (Spool again = Spool.open(Mail.SMALL, Mail.CLOCK, heard, fresh)) {
        assertEquals(Optional.empty(), again.loss(), "a loss at n=" + n);
        verify(story, again);
        assertEquals(Set.of(), left(fresh, "incoming"));
      }
      assertEquals(story.accepted, heard.accepted(), "position at n=" + n);
      assertEquals(story.finished.size(), heard.of(Committed.Marked.class).size());
    }
    assertTrue(n > 60, "only " + n + " operations were failed");
  }

  /** The start may fail too; the next one must work. */
  private static Spool openInTwoTries(RecordedEvents heard, SpoolFiles failing) {
    try {
      return Spool.open(Mail.SMALL, Mail.CLOCK, heard, failing);
    } catch (SpoolUnavailable e) {
      return Spool.open(Mail.SMALL, Mail.CLOCK, heard, failing);
    }
  }

  private static Set<String> left(MemoryFiles disk, String folder) {
    return disk.list(Mail.SMALL.folder().resolve(folder)).keySet();
  }

  @Test
  void failedSyncIsNeverRepeatedOnTheSameFile() {
    FailingFiles failing = new FailingFiles(disk, "Input/output error");
    try (Spool spool = open(failing)) {
      Mail.accept(spool, 100);
      failing.faults().failWhile(operation -> operation.startsWith("force 00000001"));
      assertThrows(SpoolUnavailable.class, () -> Mail.accept(spool, 100));
      int before = failing.faults().operations().size();
      Mail.accept(spool, 100);
      Mail.accept(spool, 100);
      assertEquals(
          List.of(),
          failing.faults().operations().stream()
              .skip(before)
              .filter(done -> done.endsWith("00000001.seg"))
              .filter(done -> !done.startsWith("open") && !done.startsWith("read"))
              .toList());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "No space left on device, true",
    "Disk quota exceeded, true",
    "Input/output error, false"
  })
  void refusalTellsLackOfRoomFromAFault(String reason, boolean full) {
    FailingFiles failing = new FailingFiles(disk, reason);
    try (Spool spool = open(failing)) {
      failing.faults().failWhile(operation -> operation.startsWith("write"));
      assertEquals(
          full, assertThrows(SpoolUnavailable.class, () -> Mail.accept(spool, 100)).full());
      failing.faults().heal();
    }
  }

  @Test
  void whileTheDiskFailsMessagesAreRefusedAndWhenItWorksTheyAreTaken() {
    FailingFiles failing = new FailingFiles(disk, NO_SPACE);
    try (Spool spool = open(failing)) {
      failing.faults().failWhile(operation -> !operation.startsWith("read"));
      for (int i = 0; i < 20; i++) {
        assertThrows(SpoolUnavailable.class, () -> Mail.accept(spool, 100));
      }
      failing.faults().heal();
      Story story = new Story();
      await().until(() -> story.accept(spool, 100));
      assertEquals(story.accepted, Mail.unfinished(spool));
    }
    assertEquals(1, position.accepted().size());
  }

  @Test
  void markMadeWhileTheDiskFailsIsWrittenWhenItWorks() {
    FailingFiles failing = new FailingFiles(disk, "Input/output error");
    try (Spool spool = open(failing)) {
      SpoolId id = Mail.accept(spool, 100);
      failing.faults().failWhile(operation -> operation.startsWith("force"));
      CompletableFuture<Void> marked = spool.mark(List.of(Mail.mark(id, 0, Mail.DELIVERED)));
      assertEquals(0, spool.size());
      assertThrows(SpoolUnavailable.class, () -> Mail.accept(spool, 100));
      assertFalse(marked.isDone());
      failing.faults().heal();
      await().until(marked::isDone);
      marked.join();
    }
    try (Spool spool = open(disk)) {
      assertEquals(0, spool.size());
    }
    assertEquals(1, position.of(Committed.Marked.class).size());
  }

  @Test
  void markThatCameWithARefusedAcceptanceIsUndone() {
    FailingFiles failing = new FailingFiles(disk, "Input/output error");
    try (Spool spool = open(failing)) {
      SpoolId failed = Mail.accept(spool, 100);
      SpoolId report = spool.newId();
      failing.faults().failWhile(operation -> operation.startsWith("force"));
      try (Content content = Mail.content(spool, Mail.text(report, 10))) {
        Arrival arrival = Mail.arrival(report, content, 1);
        List<Mark> marks = List.of(Mail.mark(failed, 0, Mail.DELIVERED));
        assertThrows(SpoolUnavailable.class, () -> spool.accept(arrival, marks));
      }
      failing.faults().heal();
      assertEquals(List.of(failed), Mail.unfinished(spool));
      assertEquals(1, spool.size());
    }
    try (Spool spool = open(disk)) {
      assertEquals(1, spool.size());
    }
  }

  @Test
  void spoolThatClosesWhileTheDiskFailsSaysSoToWhoWaitsForAMark() {
    FailingFiles failing = new FailingFiles(disk, "Input/output error");
    CompletableFuture<Void> marked;
    try (Spool spool = open(failing)) {
      SpoolId id = Mail.accept(spool, 100);
      failing.faults().failWhile(operation -> operation.startsWith("force"));
      marked = spool.mark(List.of(Mail.mark(id, 0, Mail.DELIVERED)));
    }
    assertTrue(marked.isCompletedExceptionally());
  }

  @Test
  void belowTheReserveMarksGoOn() {
    SpoolOptions options =
        new SpoolOptions(Mail.SMALL.folder(), Mail.SMALL.segmentSize(), 128 << 10, 1_000_000);
    try (Spool spool = Spool.open(options, Mail.CLOCK, position, disk)) {
      SpoolId id = Mail.accept(spool, 100);
      disk.usable(999_999);
      assertTrue(assertThrows(SpoolUnavailable.class, () -> Mail.accept(spool, 100)).full());
      Mail.finish(spool, id);
      assertEquals(0, spool.size());
      disk.usable(1_000_000);
      Mail.accept(spool, 100);
    }
  }

  @Test
  void bodyIsNotSpilledBelowTheReserve() {
    SpoolOptions options =
        new SpoolOptions(Mail.SMALL.folder(), Mail.SMALL.segmentSize(), 1_000, 1_000_000);
    try (Spool spool = Spool.open(options, Mail.CLOCK, position, disk);
        ContentWriter writer = spool.newContent()) {
      disk.usable(1);
      byte[] octets = Mail.octets("A: b\r\n\r\n" + "x".repeat(2_000));
      assertThrows(IOException.class, () -> writer.write(octets, 0, octets.length));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    assertEquals(Set.of(), left(disk, "incoming"));
  }

  @Test
  void bodyOfARefusedMessageIsStillItsOwners() throws IOException {
    FailingFiles failing = new FailingFiles(disk, NO_SPACE);
    try (Spool spool = open(failing)) {
      SpoolId id = spool.newId();
      try (Content content = Mail.content(spool, Mail.text(id, LARGE))) {
        failing.faults().failWhile(operation -> operation.contains(".seg"));
        Arrival arrival = Mail.arrival(id, content, 1);
        assertThrows(SpoolUnavailable.class, () -> spool.accept(arrival));
        assertEquals(Set.of(), left(disk, "content"));
        assertEquals(Mail.text(id, LARGE), Mail.text(content));
        failing.faults().heal();
        await().ignoreExceptions().until(() -> accepted(spool, arrival));
      }
      assertEquals(Optional.of(Mail.text(id, LARGE)), Mail.read(spool, id));
      assertEquals(Set.of(), left(disk, "incoming"));
    }
  }

  private static boolean accepted(Spool spool, Arrival arrival) {
    spool.accept(arrival);
    return true;
  }

  @Test
  void bodyIsCopiedWhereFilesCannotHaveTwoNames() throws IOException {
    FailingFiles failing = new FailingFiles(disk, "Operation not permitted");
    failing.faults().failWhile(operation -> operation.startsWith("link"));
    SpoolId id;
    try (Spool spool = open(failing)) {
      id = Mail.accept(spool, LARGE);
    }
    try (Spool spool = open(disk)) {
      assertEquals(Optional.of(Mail.text(id, LARGE)), Mail.read(spool, id));
    }
    assertEquals(Set.of(id.toString()), left(disk, "content").stream().collect(Collectors.toSet()));
  }
}
