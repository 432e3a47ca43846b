package io.postern.gateway.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.spool.Committed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalSearchTest {

  private static final int MESSAGES = 400;

  @TempDir Path folder;
  private Journal journal;

  /** Each message accepted at one line and delivered at the next, over many files. */
  @BeforeEach
  void fill() {
    journal = Journal.open(folder, Lines.withFileSize(20_000), Lines.CLOCK);
    for (long i = 1; i <= MESSAGES; i++) {
      List<Committed> two = List.of(Records.accepted(2 * i), Records.delivered(2 * i + 1, 2 * i));
      journal.read(two);
      if (i % 20 == 0) {
        Lines.awaitPosition(journal, 2 * i + 1);
      }
    }
  }

  @AfterEach
  void close() {
    journal.close();
  }

  private static String id(long value) {
    return new io.postern.gateway.spool.SpoolId(value).toString();
  }

  @Test
  void storyOfAMessageIsInTheOrderItHappened() {
    for (long id : List.of(2L, 400L, 2L * MESSAGES)) {
      JournalPage story = journal.search().story(id(id), 100);
      assertEquals(
          List.of("Accepted", "Delivered"),
          story.lines().stream().map(JournalLine::event).toList());
      assertEquals(OptionalLong.empty(), story.next());
    }
  }

  @Test
  void everyConditionNarrowsTheSearch() {
    JournalSearch search = journal.search();
    JournalQuery all = JournalQuery.newest(10_000);
    assertEquals(
        2 * MESSAGES, search.find(all.with(JournalCondition.PEER, "192.0.2.7")).lines().size());
    assertEquals(
        2 * MESSAGES,
        search.find(all.with(JournalCondition.PEER, "192.0.2.7:40000")).lines().size());
    assertEquals(0, search.find(all.with(JournalCondition.PEER, "192.0.2.77")).lines().size());
    assertEquals(
        2 * MESSAGES,
        search.find(all.with(JournalCondition.RECIPIENT, "bob@EXAMPLE.com")).lines().size());
    assertEquals(
        MESSAGES,
        search.find(all.with(JournalCondition.RECIPIENT, "eve@example.net")).lines().size());
    assertEquals(
        MESSAGES, search.find(all.with(JournalCondition.RECIPIENT, "@example.net")).lines().size());
    assertEquals(
        0, search.find(all.with(JournalCondition.RECIPIENT, "ve@example.net")).lines().size());
    assertEquals(
        2 * MESSAGES,
        search.find(all.with(JournalCondition.SENDER, "ann@example.org")).lines().size());
    assertEquals(0, search.find(all.with(JournalCondition.SENDER, "<>")).lines().size());
    assertEquals(
        MESSAGES, search.find(all.with(JournalCondition.EVENT, "Delivered")).lines().size());
    assertEquals(
        MESSAGES,
        search
            .find(all.between(Records.NOON.plusSeconds(1), Records.NOON.plusSeconds(4)))
            .lines()
            .size());
    assertEquals(
        0, search.find(all.between(Records.NOON.minusSeconds(9), Records.NOON)).lines().size());
    assertEquals(
        List.of("Delivered"),
        search
            .find(all.with(JournalCondition.ID, id(8)).with(JournalCondition.EVENT, "Delivered"))
            .lines()
            .stream()
            .map(JournalLine::event)
            .toList());
  }

  @Test
  void pagesJoinWithoutGapOrDouble() {
    List<Long> found = new ArrayList<>();
    JournalQuery query = JournalQuery.newest(37).with(JournalCondition.EVENT, "Delivered");
    OptionalLong next = OptionalLong.of(Long.MAX_VALUE);
    while (next.isPresent()) {
      JournalPage page = journal.search().find(query.before(next.getAsLong()));
      page.lines().forEach(line -> found.add(line.position().getAsLong()));
      next = page.next();
    }
    List<Long> expected = new ArrayList<>();
    for (long i = MESSAGES; i >= 1; i--) {
      expected.add(2 * i + 1);
    }
    assertEquals(expected, found);
  }

  @Test
  void oneCallDoesBoundedWorkAndSaysWhereToGoOn() {
    FileCatalog catalog = new FileCatalog(contents());
    JournalSearch bounded = new JournalSearch(catalog, 30_000);
    JournalQuery query = JournalQuery.newest(10).with(JournalCondition.ID, id(2));
    int calls = 0;
    List<JournalLine> found = new ArrayList<>();
    OptionalLong next = OptionalLong.of(Long.MAX_VALUE);
    while (next.isPresent()) {
      JournalPage page = bounded.find(query.before(next.getAsLong()));
      found.addAll(page.lines());
      next = page.next();
      calls++;
    }
    assertEquals(2, found.size());
    assertTrue(calls > 5, calls + " calls");
  }

  @Test
  void forwardPages_findEachLineOnce_oldestFirst() throws Exception {
    List<Long> found = new ArrayList<>();
    JournalQuery query = JournalQuery.newest(37).with(JournalCondition.EVENT, "Delivered");
    long after = 0;
    while (after < journal.lastSequence()) {
      try (JournalScan scan = journal.search().forward(query, after)) {
        scan.next(37).forEach(line -> found.add(line.position().getAsLong()));
        assertTrue(scan.after() > after, "goes on behind " + after);
        after = scan.after();
      }
    }
    List<Long> expected = new ArrayList<>();
    for (long i = 1; i <= MESSAGES; i++) {
      expected.add(2 * i + 1);
    }
    assertEquals(expected, found);
  }

  @Test
  void aScan_endsWithTheLastLineThereWasWhenItBegan() throws Exception {
    long last = journal.lastSequence();
    try (JournalScan scan = journal.search().forward(JournalQuery.newest(1), last - 3)) {
      journal.read(List.of(Records.accepted(2 * MESSAGES + 2)));
      Lines.awaitPosition(journal, 2 * MESSAGES + 2);
      List<Long> found = scan.next(100).stream().map(JournalLine::sequence).toList();
      assertEquals(List.of(last - 2, last - 1, last), found);
      assertTrue(scan.done());
    }
  }

  @Test
  void aTailAfterALine_goesFromTheFilesIntoWhatIsWrittenThen() throws Exception {
    long written = journal.lastSequence();
    List<Long> seen = new ArrayList<>();
    try (JournalTail tail = journal.tailAfter(7)) {
      while (seen.size() < written - 7) {
        take(tail, Duration.ZERO, seen);
      }
      journal.read(List.of(Records.accepted(2 * MESSAGES + 2)));
      Lines.awaitPosition(journal, 2 * MESSAGES + 2);
      while (seen.getLast() < journal.lastSequence()) {
        take(tail, Duration.ofSeconds(20), seen);
      }
      assertEquals(0, tail.dropped());
    }
    assertTrue(seen.getLast() > written);
    assertEquals(LongStream.rangeClosed(8, seen.getLast()).boxed().toList(), seen);
  }

  private static void take(JournalTail tail, Duration wait, List<Long> seen)
      throws InterruptedException {
    tail.take(100, wait).forEach(line -> seen.add(JournalLine.parse(line).sequence()));
  }

  private FileCatalog.Contents contents() {
    try {
      return new FileCatalog.Contents(
          JournalRecovery.of(folder, new RealJournalDisk(), JournalKnown.nothing()).files(),
          journal.lastSequence());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
