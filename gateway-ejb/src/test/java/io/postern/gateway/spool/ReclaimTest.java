package io.postern.gateway.spool;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.spool.files.FailingFiles;
import io.postern.gateway.spool.files.MemoryFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Segments come free, are used again, and a few old messages do not hold them. */
class ReclaimTest {

  private static final Path SEGMENTS = Mail.SMALL.folder().resolve("segments");
  private static final Path CONTENT = Mail.SMALL.folder().resolve("content");

  private final MemoryFiles disk = new MemoryFiles();
  private final RecordedEvents told = new RecordedEvents();

  private Spool open(CommitReader reader) {
    return Spool.open(Mail.SMALL, Mail.CLOCK, reader, disk);
  }

  private Set<String> log() {
    Set<String> names = new TreeSet<>(disk.list(SEGMENTS).keySet());
    names.removeIf(name -> name.startsWith("spare-"));
    return names;
  }

  private static void passThrough(Spool spool, int messages) {
    for (int i = 0; i < messages; i++) {
      Mail.finish(spool, Mail.accept(spool, 1_500));
    }
  }

  @Test
  void spareIsWrittenOutWhenAnEighthOfTheSegmentIsFull() {
    try (Spool spool = open(told)) {
      assertEquals(1, disk.list(SEGMENTS).size());
      Mail.accept(spool, 1_500);
      Mail.accept(spool, 1_500);
      await().until(() -> disk.list(SEGMENTS).size() == 2);
      assertEquals(1, log().size());
    }
  }

  @Test
  void segmentsOfFinishedMessagesAreUsedAgain() {
    try (Spool spool = open(told)) {
      passThrough(spool, 200);
      await().until(() -> log().size() == 1);
      assertTrue(disk.list(SEGMENTS).size() <= 6, disk.list(SEGMENTS).toString());
    }
  }

  @Test
  void recordsLeftInARecycledSegmentNeverCount() throws IOException {
    List<SpoolId> waiting = new ArrayList<>();
    for (int life = 0; life < 20; life++) {
      try (Spool spool = open(told)) {
        assertEquals(waiting, Mail.unfinished(spool), "in life " + life);
        passThrough(spool, 30);
        // No more than stand however little lives in them.
        await().until(() -> log().size() <= 4);
        waiting.forEach(id -> Mail.finish(spool, id));
        waiting.clear();
        waiting.add(Mail.accept(spool, 100));
      }
    }
    assertEquals(new TreeSet<>(told.accepted()).size(), told.accepted().size());
  }

  @Test
  void segmentIsKeptUntilTheAuditJournalHasIt() {
    RecordedEvents slow =
        new RecordedEvents() {
          @Override
          public synchronized long safePosition() {
            return -1;
          }
        };
    try (Spool spool = open(slow)) {
      passThrough(spool, 100);
      await().until(() -> slow.accepted().size() == 100);
    }
    try (Spool spool = open(slow)) {
      await().until(() -> slow.accepted().size() == 200);
      assertEquals(slow.events().subList(0, 200), slow.events().subList(200, 400));
      assertEquals(0, spool.size());
    }
  }

  @Test
  void oldMessageDoesNotHoldTheLogAndKeepsItsStateWhenItMoves() throws IOException {
    RecipientState later = new RecipientState.Waiting(3, Mail.NOON.plusSeconds(3600));
    SpoolId old;
    SpoolId oldAndLarge;
    try (Spool spool = open(told)) {
      old = Mail.accept(spool, 900, 2);
      oldAndLarge = Mail.accept(spool, 50_000);
      spool.mark(List.of(Mail.mark(old, 0, Mail.DELIVERED), Mail.mark(old, 1, later))).join();
      passThrough(spool, 300);
      await().until(() -> !log().contains("00000001.seg"));
      await().until(() -> log().size() <= 7);
      assertEquals(Optional.of(Mail.text(old, 900)), Mail.read(spool, old));
    }
    try (Spool spool = open(told)) {
      assertEquals(List.of(old, oldAndLarge), Mail.unfinished(spool));
      assertEquals(List.of(Mail.DELIVERED, later), Mail.queued(spool).getFirst().states());
      assertEquals(Optional.of(Mail.text(old, 900)), Mail.read(spool, old));
      assertEquals(Optional.of(Mail.text(oldAndLarge, 50_000)), Mail.read(spool, oldAndLarge));
    }
    assertEquals(302, told.accepted().size());
  }

  @Test
  void messageMarkedWhileItMovesKeepsItsLastState() {
    RecipientState last = new RecipientState.Waiting(7, Mail.NOON);
    FailingFiles files = new FailingFiles(disk, "none fails");
    AtomicBoolean marked = new AtomicBoolean();
    SpoolId old;
    try (Spool spool = Spool.open(Mail.SMALL, Mail.CLOCK, told, files)) {
      old = Mail.accept(spool, 200);
      files
          .faults()
          .failWhile(
              operation -> {
                // The upkeep has looked at the message and is about to read its record.
                if (operation.equals("read 00000001.seg")
                    && Thread.currentThread().getName().endsWith("upkeep")
                    && marked.compareAndSet(false, true)) {
                  spool.mark(List.of(Mail.mark(old, 0, last))).join();
                }
                return false;
              });
      // No longer than that, or the message would move once more and take its state along.
      while (!marked.get()) {
        passThrough(spool, 1);
      }
      await().until(() -> !log().contains("00000001.seg"));
    }
    try (Spool spool = open(told)) {
      assertEquals(List.of(last), Mail.queued(spool).getFirst().states());
    }
  }

  @Test
  void messagesMarkedAgainAndAgainWhileTheLogTurnsOverKeepTheirLastState() {
    List<SpoolId> old = new ArrayList<>();
    List<CompletableFuture<Void>> marked = new ArrayList<>();
    RecipientState last = new RecipientState.Waiting(0, Mail.NOON);
    try (Spool spool = open(told)) {
      for (int i = 0; i < 8; i++) {
        old.add(Mail.accept(spool, 200));
      }
      for (int attempt = 1; attempt <= 150; attempt++) {
        passThrough(spool, 3);
        last = new RecipientState.Waiting(attempt, Mail.NOON);
        for (SpoolId id : old) {
          marked.add(spool.mark(List.of(Mail.mark(id, 0, last))));
        }
      }
      marked.forEach(CompletableFuture::join);
    }
    try (Spool spool = open(told)) {
      for (QueuedMessage unfinished : Mail.queued(spool)) {
        assertEquals(List.of(last), unfinished.states());
      }
      assertEquals(old, Mail.unfinished(spool));
    }
    assertTrue(!log().contains("00000001.seg"), "nothing was relocated");
  }

  @Test
  void bodyFileGoesWithItsMessage() {
    try (Spool spool = open(told)) {
      SpoolId first = Mail.accept(spool, 50_000);
      SpoolId second = Mail.accept(spool, 50_000);
      assertEquals(2, disk.list(CONTENT).size());
      Mail.finish(spool, first);
      await().until(() -> disk.list(CONTENT).keySet().equals(Set.of(second.toString())));
    }
  }

  @Test
  void segmentsOfAnotherSizeAreReadAndThenReplaced() throws IOException {
    SpoolId id;
    try (Spool spool = open(told)) {
      id = Mail.accept(spool, 1_000);
    }
    try (Spool spool = Spool.open(Mail.options(64 << 10), Mail.CLOCK, told, disk)) {
      assertEquals(Optional.of(Mail.text(id, 1_000)), Mail.read(spool, id));
      Mail.finish(spool, id);
      await().until(() -> log().size() == 1);
      passThrough(spool, 100);
    }
    for (long size : disk.list(SEGMENTS).values()) {
      assertEquals(64 << 10, size);
    }
  }
}
