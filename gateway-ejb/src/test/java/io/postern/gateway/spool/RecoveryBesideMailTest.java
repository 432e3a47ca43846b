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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Mail is taken as soon as the log's end is known, and the messages of earlier lives are recovered
 * beside it: what is accepted meanwhile is there once, what was there is there once, and nobody
 * sees a part of it.
 */
class RecoveryBesideMailTest {

  private static final int LARGE = 30_000;
  private static final Path SEGMENTS = Mail.SMALL.folder().resolve("segments");
  private static final Path CONTENT = Mail.SMALL.folder().resolve("content");

  /** A start looks at the format, then at the header, then goes through it. */
  private static final int OPENED_TO_BE_RECOVERED = 3;

  private final MemoryFiles disk = new MemoryFiles();
  private final RecordedEvents journal = new RecordedEvents();
  private final List<SpoolId> waiting = new ArrayList<>();
  private final List<SpoolId> finished = new ArrayList<>();
  private final CountDownLatch goOn = new CountDownLatch(1);

  private static Spool open(RecordedEvents reader, SpoolFiles files) {
    return Spool.open(Mail.SMALL, Mail.CLOCK, reader, files);
  }

  /** Several segments, with marks in others than their messages, and bodies in files. */
  @BeforeEach
  void live() {
    try (Spool spool = open(journal, disk)) {
      for (int i = 0; i < 30; i++) {
        SpoolId id = Mail.accept(spool, i % 10 == 9 ? LARGE : 1_500);
        (i % 3 == 0 ? finished : waiting).add(id);
      }
      finished.forEach(id -> Mail.finish(spool, id));
    }
  }

  @AfterEach
  void release() {
    goOn.countDown();
  }

  /** Files that let the recovery come to the oldest segment, and no further before the latch. */
  private FailingFiles held() {
    return atOldest(
        () -> {
          try {
            goOn.await();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
          return false;
        });
  }

  private interface Interception {
    boolean fails();
  }

  private FailingFiles atOldest(Interception interception) {
    String oldest =
        disk.list(SEGMENTS).keySet().stream()
            .filter(name -> !name.startsWith("spare-"))
            .min(String::compareTo)
            .orElseThrow();
    AtomicInteger opened = new AtomicInteger();
    FailingFiles files = new FailingFiles(disk, "Input/output error");
    files
        .faults()
        .failWhile(
            operation ->
                operation.equals("open " + oldest)
                    && opened.incrementAndGet() == OPENED_TO_BE_RECOVERED
                    && interception.fails());
    return files;
  }

  @Test
  void mailIsTakenReadAndFinishedWhileTheOldOnesAreRecovered() throws Exception {
    try (Spool spool = open(journal, held())) {
      SpoolId stays = Mail.accept(spool, 100);
      SpoolId goes = Mail.accept(spool, LARGE);
      assertEquals(Optional.of(Mail.text(stays, 100)), Mail.read(spool, stays));
      Mail.finish(spool, goes);
      assertEquals(Optional.empty(), Mail.read(spool, goes));
      assertFalse(spool.isRecovered());
      assertEquals(SpoolHealth.Condition.OPEN, spool.health().condition());
      assertEquals(Optional.empty(), spool.health().endedThread());

      goOn.countDown();

      List<SpoolId> all = new ArrayList<>(waiting);
      all.add(stays);
      assertEquals(all, Mail.unfinished(spool));
      assertEquals(all.size(), spool.size());
      assertEquals(Optional.empty(), spool.loss());
      assertTrue(spool.isRecovered());
    }
  }

  @Test
  void journalGetsEachOnce() {
    List<SpoolId> all = new ArrayList<>(journal.accepted());
    try (Spool spool = open(journal, held())) {
      all.add(Mail.accept(spool, 100));
      all.add(Mail.accept(spool, 100));
      goOn.countDown();
      all.add(Mail.accept(spool, 100));
      assertEquals(Optional.empty(), spool.loss());
    }
    assertEquals(all, journal.accepted());
    assertEquals(finished.size(), journal.of(Committed.Marked.class).size());
  }

  @Test
  void whoAsksHowManyThereAreWaitsForTheWholeNumber() throws Exception {
    try (Spool spool = open(journal, held())) {
      Mail.accept(spool, 100);
      List<CompletableFuture<Integer>> answers =
          List.of(
              CompletableFuture.supplyAsync(spool::size, Thread::startVirtualThread),
              CompletableFuture.supplyAsync(
                  () -> spool.counts().waiting(), Thread::startVirtualThread),
              CompletableFuture.supplyAsync(
                  () -> spool.page(QueueSelection.ALL, Optional.empty(), 1_000).size(),
                  Thread::startVirtualThread),
              CompletableFuture.supplyAsync(
                  () -> Mail.unfinished(spool).size(), Thread::startVirtualThread));
      Mail.accept(spool, 100);
      answers.forEach(answer -> assertFalse(answer.isDone()));
      goOn.countDown();
      for (CompletableFuture<Integer> answer : answers) {
        assertEquals(waiting.size() + 2, answer.get());
      }
    }
  }

  /** A mark of a message that is not known yet would be taken for one of a finished message. */
  @Test
  void markOfAnOldMessageWaitsForItAndCounts() throws Exception {
    SpoolId old = waiting.getFirst();
    try (Spool spool = open(journal, held())) {
      CompletableFuture<Void> marked =
          CompletableFuture.runAsync(() -> Mail.finish(spool, old), Thread::startVirtualThread);
      Mail.accept(spool, 100);
      assertFalse(marked.isDone());
      goOn.countDown();
      marked.get();
      assertEquals(Optional.empty(), Mail.read(spool, old));
    }
    try (Spool spool = open(journal, disk)) {
      assertFalse(Mail.unfinished(spool).contains(old));
    }
  }

  @Test
  void bodyFileThatIsAcceptedMeanwhileIsNotTakenForALeftover() throws IOException {
    try (Spool spool = open(journal, held())) {
      SpoolId id = Mail.accept(spool, LARGE);
      goOn.countDown();
      assertEquals(Optional.empty(), spool.loss());
      assertEquals(Optional.of(Mail.text(id, LARGE)), Mail.read(spool, id));
      assertTrue(disk.list(CONTENT).containsKey(id.toString()));
    }
  }

  @Test
  void powerCutWhileTheOldOnesAreRecoveredLosesAndRevivesNothing() throws Exception {
    long seed = System.nanoTime();
    Random chance = new Random(seed);
    for (int i = 0; i < 20; i++) {
      MemoryFiles left;
      List<SpoolId> all = new ArrayList<>(waiting);
      RecordedEvents reader = new RecordedEvents(journal.safePosition());
      try (Spool spool = open(reader, held())) {
        for (int k = 0; k < 20; k++) {
          all.add(Mail.accept(spool, 1_500));
        }
        SpoolId gone = all.removeLast();
        Mail.finish(spool, gone);
        left = disk.afterPowerCut(chance);
        goOn.countDown();
      }
      try (Spool spool = open(reader, left)) {
        assertEquals(all, Mail.unfinished(spool), "seed " + seed);
        assertEquals(Optional.empty(), spool.loss(), "seed " + seed);
      }
      waiting.clear();
      try (Spool spool = open(reader, disk)) {
        waiting.addAll(Mail.unfinished(spool));
      }
      assertEquals(new HashSet<>(all), Set.copyOf(waiting), "seed " + seed);
    }
  }

  @Test
  void spoolThatClosesMeanwhileLosesNothing() {
    List<SpoolId> all = new ArrayList<>(waiting);
    Spool spool = open(journal, held());
    all.add(Mail.accept(spool, 100));
    CompletableFuture<Integer> size =
        CompletableFuture.supplyAsync(spool::size, Thread::startVirtualThread);
    CompletableFuture<Void> closed =
        CompletableFuture.runAsync(spool::close, Thread::startVirtualThread);
    await().until(size::isDone);
    assertTrue(size.isCompletedExceptionally());
    assertThrows(SpoolUnavailable.class, spool::loss);
    goOn.countDown();
    closed.join();
    try (Spool again = open(journal, disk)) {
      assertEquals(all, Mail.unfinished(again));
    }
    assertEquals(all.size() + finished.size(), journal.accepted().size());
  }

  @Test
  void segmentThatCannotBeReadIsTriedAgain() {
    AtomicInteger failures = new AtomicInteger();
    FailingFiles files =
        atOldest(
            () -> {
              failures.incrementAndGet();
              return true;
            });
    try (Spool spool = open(journal, files)) {
      assertEquals(waiting, Mail.unfinished(spool));
    }
    assertEquals(1, failures.get());
  }

  /**
   * The segment that the start begins cannot say how many messages there are before it. Were that
   * not made up for, the loss of an older segment would go unnoticed without a journal.
   */
  @Test
  void lossOfASegmentIsNoticedByTheNumberInTheNextOne() throws IOException {
    try (Spool spool = open(journal, held())) {
      goOn.countDown();
      assertEquals(waiting.size(), spool.size());
      Mail.accept(spool, 100);
    }
    String oldest = disk.list(SEGMENTS).keySet().stream().min(String::compareTo).orElseThrow();
    disk.delete(SEGMENTS.resolve(oldest));
    disk.syncFolder(SEGMENTS);
    try (Spool spool = open(journal, disk)) {
      int there = spool.size();
      assertEquals(waiting.size() + 1 - there, spool.loss().orElseThrow().count());
    }
  }

  /** What is known to be missing at the end is reported before anything else is done. */
  @Test
  void spoolWhoseEndIsMissingIsRecoveredFirst() {
    long beyond = Long.MAX_VALUE >>> 8;
    Evidence evidence = new Evidence(beyond, new UnfinishedCounts(), -1, true, -1, 0);
    try (Spool spool = Spool.open(Mail.SMALL, Mail.CLOCK, journal, evidence, disk)) {
      assertTrue(spool.isRecovered());
      assertTrue(spool.loss().isPresent());
    }
  }
}
