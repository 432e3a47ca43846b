package io.postern.gateway.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.fixtures.Latches;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubscriptionTest {

  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir Path folder;

  private Journal open(JournalDisk disk) {
    return Journal.open(folder, Lines.OPTIONS, Lines.CLOCK, disk);
  }

  private static List<Long> read(Subscription subscription, int lines) throws Exception {
    List<Long> sequences = new ArrayList<>();
    while (sequences.size() < lines) {
      List<JournalLine> some = subscription.read(lines - sequences.size(), SOON);
      assertTrue(!some.isEmpty(), "lines come in time");
      some.forEach(line -> sequences.add(line.sequence()));
    }
    return sequences;
  }

  @Test
  void newSubscriberBeginsWithWhatHappensFromNowOn() throws Exception {
    try (Journal journal = open(new RealJournalDisk())) {
      journal.read(Records.acceptances(5));
      Lines.awaitPosition(journal, 35);
      try (Subscription archive = journal.subscribe("archive")) {
        journal.append(Records.administrator("later"));
        assertEquals(List.of(7L), read(archive, 1));
      }
    }
  }

  @Test
  void positionSurvivesARestartAndLinesNotDoneAreToldAgain() throws Exception {
    try (Journal journal = open(new RealJournalDisk())) {
      try (Subscription archive = journal.subscribe("archive")) {
        journal.read(Records.acceptances(9));
        assertEquals(LongStream.rangeClosed(1, 8).boxed().toList(), read(archive, 8));
        archive.done(5);
      }
    }
    try (Journal journal = open(new RealJournalDisk());
        Subscription archive = journal.subscribe("archive")) {
      assertEquals(5, archive.position());
      assertEquals(5, archive.behind());
      assertEquals(LongStream.rangeClosed(6, 10).boxed().toList(), read(archive, 5));
    }
  }

  @Test
  void positionThatCannotBeSavedStandsAtTheOlderOne() throws Exception {
    FaultyDisk disk = new FaultyDisk();
    try (Journal journal = open(disk)) {
      Subscription archive = journal.subscribe("archive");
      journal.read(Records.acceptances(9));
      read(archive, 8);
      archive.done(3);
      archive.save();
      disk.faults.failWhile(operation -> operation.equals("replace"));
      archive.done(8);
      archive.close();
    }
    try (Journal journal = open(new RealJournalDisk());
        Subscription archive = journal.subscribe("archive")) {
      assertEquals(3, archive.position());
    }
  }

  @Test
  void forgottenSubscriberIsNew() throws Exception {
    try (Journal journal = open(new RealJournalDisk())) {
      journal.subscribe("archive").close();
      journal.read(Records.acceptances(5));
      Lines.awaitPosition(journal, 35);
      journal.forget("archive");
      try (Subscription archive = journal.subscribe("archive")) {
        assertEquals(6, archive.position());
      }
    }
  }

  /**
   * The position was forgotten and the gateway ended before that was written down elsewhere: the
   * extension, deployed again, was given months of events.
   */
  @Test
  void forgottenSubscriberIsNewThoughItsPositionIsKnownFromElsewhere() throws Exception {
    try (Journal journal = open(new RealJournalDisk())) {
      journal.read(Records.acceptances(5));
      Lines.awaitPosition(journal, 35);
    }
    JournalKnown known = new JournalKnown(6, 35, Map.of("archive", 1L));
    try (Journal journal = Journal.open(folder, Lines.OPTIONS, Lines.CLOCK, known)) {
      journal.forget("archive");
      try (Subscription archive = journal.subscribe("archive")) {
        assertEquals(6, archive.position());
      }
    }
  }

  @Test
  void hostileNamesStayInsideTheirFolderAndApart() throws Exception {
    List<String> names =
        List.of(
            "../../etc/passwd", "..", ".", "~a", "a/b", "a_b", "a b", "A", "a", "\u00fc\n\u202e");
    try (Journal journal = open(new RealJournalDisk())) {
      for (String name : names) {
        journal.subscribe(name).close();
      }
      try (Stream<Path> files = Files.list(folder.resolve("positions"))) {
        assertEquals(names.size(), files.filter(Files::isRegularFile).count());
      }
      assertThrows(IllegalArgumentException.class, () -> journal.subscribe(""));
      assertThrows(IllegalArgumentException.class, () -> journal.subscribe("x".repeat(201)));
    }
    assertNotEquals(Positions.fileName("a"), Positions.fileName("A"));
  }

  @Test
  void readersSeeEachLineOnceInOrderWhileManyWrite() throws Exception {
    int writers = 4;
    int each = 2_000;
    try (Journal journal =
        Journal.open(folder, Lines.withFileSize(100_000), Lines.CLOCK, new RealJournalDisk())) {
      Subscription one = journal.subscribe("one");
      Subscription two = journal.subscribe("two");
      CountDownLatch ready = new CountDownLatch(1);
      List<Thread> threads = new ArrayList<>();
      for (int w = 0; w < writers; w++) {
        threads.add(
            Thread.startVirtualThread(
                () -> {
                  Latches.await(ready);
                  for (int i = 0; i < each; i++) {
                    journal.append(Records.administrator("act " + i));
                  }
                }));
      }
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    Latches.await(ready);
                    Records.acceptances(each).forEach(r -> journal.read(List.of(r)));
                  }));
      ready.countDown();
      for (Thread thread : threads) {
        thread.join();
      }
      Lines.awaitPosition(journal, each * 7L);
      Lines.awaitLines(journal, (writers + 1L) * each + 1);
      int lines = (int) journal.lastSequence();
      List<Long> expected = LongStream.rangeClosed(1, lines).boxed().toList();
      assertEquals(expected, read(one, lines));
      assertEquals(expected, read(two, lines));
      assertEquals(
          (writers + 1L) * each, Lines.events(journal).size(), "nothing dropped, nothing twice");
      one.close();
      two.close();
    }
  }

  @Test
  void waitingReaderIsReleasedByClosing() throws Exception {
    Journal journal = open(new RealJournalDisk());
    CountDownLatch released = new CountDownLatch(1);
    JournalReader reader = journal.readFrom(1);
    Thread waiting =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    if (reader.read(1, Duration.ofMinutes(5)).isEmpty()) {
                      released.countDown();
                    }
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    Lines.await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
    journal.close();
    assertTrue(released.await(20, java.util.concurrent.TimeUnit.SECONDS));
  }
}
