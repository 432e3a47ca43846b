package io.postern.gateway.spool;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.spool.files.MemoryFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The audit journal hears of every record once, in order, however it keeps up. */
class CommitFeedTest {

  private final MemoryFiles disk = new MemoryFiles();

  private Spool open(CommitReader reader) {
    return Spool.open(Mail.options(256 << 10), Mail.CLOCK, reader, disk);
  }

  @Test
  void acceptanceAndMarkAreToldWithAllThatTheJournalNeeds() {
    RecordedEvents told = new RecordedEvents();
    SpoolId id;
    Mark mark;
    try (Spool spool = open(told)) {
      id = Mail.accept(spool, 100, 2);
      mark = Mail.mark(id, 1, Mail.DELIVERED);
      spool.mark(List.of(mark)).join();
    }
    Arrival arrival = Mail.arrival(id, HeapContents.content(""), 2);
    long accepted = told.events().get(0).position();
    long marked = told.events().get(1).position();
    assertEquals(
        List.of(
            new Committed.Accepted(
                accepted,
                id,
                arrival.envelope(),
                Mail.text(id, 100).length(),
                arrival.facts(),
                Mail.NOON,
                arrival.quarantine()),
            new Committed.Marked(
                marked,
                mark,
                arrival.envelope().reversePath(),
                arrival.envelope().recipients().get(1),
                arrival.facts(),
                Mail.NOON)),
        told.events());
    assertTrue(accepted < marked);
  }

  @Test
  void allNotesComeWithTheAcceptance_thoseThatFitWithEachMark() throws Exception {
    RecordedEvents told = new RecordedEvents();
    Map<String, String> notes = Map.of("a.long", "x".repeat(5000), "b.score", "7");
    try (Spool spool = open(told)) {
      SpoolId id = spool.newId();
      try (Content content = Mail.content(spool, Mail.text(id, 10))) {
        spool.accept(
            Mail.arrival(id, content, 1).recording(Map.of("peer", "192.0.2.1:9")).noting(notes));
      }
      try (SpooledMessage read = spool.read(id).orElseThrow()) {
        assertEquals(notes, read.attributes().notes());
      }
      spool.mark(List.of(Mail.mark(id, 0, Mail.DELIVERED))).join();
    }
    assertEquals(
        Map.of("peer", "192.0.2.1:9", "note.a.long", "x".repeat(5000), "note.b.score", "7"),
        ((Committed.Accepted) told.events().getFirst()).facts());
    assertEquals(
        Map.of("peer", "192.0.2.1:9", "note.b.score", "7"),
        ((Committed.Marked) told.events().getLast()).messageFacts());
  }

  @Test
  void whatCalloutsDidIsToldWithTheAcceptanceAlone() {
    RecordedEvents told = new RecordedEvents();
    Map<String, String> facts =
        Map.of("peer", "192.0.2.1:9", "callout-01", "SenderGiven a verdict=accept ms=0.010");
    try (Spool spool = open(told)) {
      SpoolId id = spool.newId();
      try (Content content = Mail.content(spool, Mail.text(id, 10))) {
        spool.accept(
            Mail.arrival(id, content, 1)
                .recording(facts)
                .quarantined(Quarantine.of("odd", Optional.empty())));
      }
      spool.mark(List.of(Mail.mark(id, 0, Mail.DELIVERED))).join();
    }
    assertEquals(facts, ((Committed.Accepted) told.events().getFirst()).facts());
    assertEquals(3, told.events().size());
    for (Committed mark : told.events().subList(1, 3)) {
      assertEquals(Map.of("peer", "192.0.2.1:9"), ((Committed.Marked) mark).messageFacts());
    }
  }

  @Test
  void whatIsToldAgainAfterARestartIsTheSame() {
    RecordedEvents first = new RecordedEvents();
    try (Spool spool = open(first)) {
      SpoolId one = Mail.accept(spool, 100);
      SpoolId report = spool.newId();
      try (Content content = Mail.content(spool, Mail.text(report, 50))) {
        spool.accept(
            Mail.arrival(report, content, 1),
            List.of(
                Mail.mark(one, 0, new RecipientState.Waiting(1, Mail.NOON)),
                Mail.mark(one, 0, Mail.DELIVERED)));
      }
      Mail.finish(spool, report);
    }
    List<Committed> all = first.events();
    assertEquals(5, all.size());
    for (int safe = 0; safe < all.size(); safe++) {
      RecordedEvents again = new RecordedEvents(all.get(safe).position());
      Spool.open(Mail.SMALL, Mail.CLOCK, again, disk.copy()).close();
      assertEquals(all.subList(safe + 1, all.size()), again.events(), "behind record " + safe);
    }
  }

  @Test
  void readerThatHangsHearsEverythingInOrderAfterwards() throws InterruptedException {
    CountDownLatch hang = new CountDownLatch(1);
    List<SpoolId> heard = new ArrayList<>();
    AtomicInteger largest = new AtomicInteger();
    RecordedEvents told =
        new RecordedEvents() {
          @Override
          public synchronized void read(List<Committed> records) {
            try {
              hang.await();
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
            largest.accumulateAndGet(records.size(), Math::max);
            super.read(records);
          }
        };
    List<SpoolId> ids = new ArrayList<>();
    try (Spool spool = open(told)) {
      for (int i = 0; i < 12_000; i++) {
        ids.add(Mail.accept(spool, 10));
      }
      hang.countDown();
      await().until(() -> told.accepted().size() == ids.size());
      ids.add(Mail.accept(spool, 10));
    }
    heard.addAll(told.accepted());
    assertEquals(ids, heard);
    assertTrue(largest.get() < 3_000, "told at once: " + largest);
  }

  @Test
  void readerThatFailsIsToldTheSameAgain() {
    AtomicInteger calls = new AtomicInteger();
    RecordedEvents told =
        new RecordedEvents() {
          @Override
          public synchronized void read(List<Committed> records) {
            if (calls.incrementAndGet() == 1) {
              throw new IllegalStateException("the journal's disk is full");
            }
            super.read(records);
          }
        };
    try (Spool spool = open(told)) {
      SpoolId id = Mail.accept(spool, 10);
      await().until(() -> told.accepted().equals(List.of(id)));
    }
    assertEquals(2, calls.get());
  }
}
