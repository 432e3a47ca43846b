package io.postern.gateway.search;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.audit.Journal;
import io.postern.gateway.audit.JournalCondition;
import io.postern.gateway.audit.JournalLine;
import io.postern.gateway.audit.JournalOptions;
import io.postern.gateway.audit.JournalQuery;
import io.postern.gateway.audit.JournalReader;
import io.postern.gateway.notice.Notice;
import io.postern.gateway.notice.NoticeChange;
import io.postern.gateway.notice.Notices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The index finds what a scan finds, whatever happened to it. */
class JournalIndexTest {

  private static final int LINES = 3_000;

  /** Everything is found in the index at once; nothing is committed before the close. */
  /** Of the processors, however busy the machine is. */
  private static final double ALL = 100;

  private static final IndexOptions OPTIONS =
      new IndexOptions(
          1 << 20, Duration.ZERO, Duration.ofDays(1), Duration.ofMillis(10), 0, 1L << 30, ALL);

  private static final IndexOptions COMMITTING =
      new IndexOptions(
          1 << 20, Duration.ZERO, Duration.ZERO, Duration.ofMillis(10), 0, 1L << 30, ALL);

  @TempDir Path folder;
  private final List<NoticeChange> changes = new CopyOnWriteArrayList<>();
  private final Notices notices = new Notices(Clock.systemUTC(), changes::add);
  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private final GeneratedEvents generated = new GeneratedEvents(random);
  private int events;
  private Journal journal;

  @BeforeEach
  void open() {
    journal = open(1L << 30);
  }

  @AfterEach
  void close() {
    journal.close();
  }

  private Journal open(long keepSize) {
    return Journal.open(
        folder.resolve("journal"),
        new JournalOptions(200_000, keepSize, Duration.ofDays(90), 1L << 31, Duration.ZERO, 16_384),
        Clock.fixed(GeneratedEvents.NOON, ZoneOffset.UTC));
  }

  private void append(int count) {
    CompletableFuture<?>[] written = new CompletableFuture<?>[count];
    for (int i = 0; i < count; i++) {
      written[i] = journal.appendSynced(generated.event(events++));
    }
    CompletableFuture.allOf(written).join();
  }

  private Path index() {
    return folder.resolve("index");
  }

  private JournalIndex index(Path at, IndexOptions options) {
    return JournalIndex.open(at, options, journal, notices);
  }

  private void awaitIndexed(JournalIndex index) {
    await().until(() -> index.find(JournalQuery.newest(1)).indexedTo() == journal.lastSequence());
  }

  private List<JournalLine> all() throws InterruptedException {
    List<JournalLine> lines = new ArrayList<>();
    try (JournalReader reader = journal.readFrom(journal.firstSequence())) {
      while (reader.next() <= journal.lastSequence()) {
        lines.addAll(reader.read(1_000, Duration.ZERO));
      }
    }
    return lines;
  }

  /** Pages joined, as numbers. */
  private static List<Long> found(JournalIndex index, JournalQuery query) {
    List<Long> sequences = new ArrayList<>();
    OptionalLong next = OptionalLong.of(Long.MAX_VALUE);
    while (next.isPresent()) {
      SearchPage page = index.find(query.before(next.getAsLong()));
      assertTrue(page.lines().size() <= query.limit());
      page.lines().forEach(line -> sequences.add(line.sequence()));
      next = page.next();
    }
    return sequences;
  }

  private static List<Long> expected(List<JournalLine> lines, JournalQuery query) {
    return lines.reversed().stream().filter(query::matches).map(JournalLine::sequence).toList();
  }

  private void requireSame(JournalIndex index, int queries) throws InterruptedException {
    List<JournalLine> lines = all();
    for (int i = 0; i < queries; i++) {
      JournalQuery query = generated.query(lines.size());
      assertEquals(expected(lines, query), found(index, query), () -> query + ", seed " + seed);
    }
  }

  @Test
  void queriesFindWhatTheLinesSay_andCountIt() throws Exception {
    append(LINES);
    try (JournalIndex index = index(index(), OPTIONS)) {
      awaitIndexed(index);
      requireSame(index, 150);
      List<JournalLine> lines = all();
      for (int i = 0; i < 50; i++) {
        JournalQuery query = generated.query(LINES);
        SearchPage page = index.find(query);
        assertEquals(expected(lines, query).size(), page.count(), () -> query + ", seed " + seed);
        assertTrue(page.counted() && page.complete());
      }
    }
  }

  @Test
  void whatIsNotIndexedYetIsFoundToo() throws Exception {
    append(500);
    IndexOptions slow =
        new IndexOptions(
            1 << 20, Duration.ofDays(1), Duration.ofDays(1), Duration.ofDays(1), 0, 1 << 30, ALL);
    try (JournalIndex index = index(index(), COMMITTING)) {
      awaitIndexed(index);
    }
    try (JournalIndex index = index(index(), slow)) {
      awaitIndexed(index);
      append(500);
      assertTrue(index.find(JournalQuery.newest(1)).indexedTo() < journal.lastSequence());
      requireSame(index, 60);
    }
  }

  @Test
  void aProcessThatIsKilledBetweenCommits_leavesNoGapAndNoDouble() throws Exception {
    try (JournalIndex index = index(index(), COMMITTING)) {
      append(200);
      awaitIndexed(index);
    }
    try (JournalIndex index = index(index(), OPTIONS)) {
      append(LINES);
      awaitIndexed(index);
      copy(index(), folder.resolve("killed"));
    }
    try (JournalIndex index = index(folder.resolve("killed"), OPTIONS)) {
      awaitIndexed(index);
      assertEquals(journal.lastSequence(), found(index, JournalQuery.newest(1_000)).size());
      requireSame(index, 40);
    }
    assertEquals(List.of(), changes);
  }

  @Test
  void aDamagedIndexIsMadeAgain_andSearchesAreAnsweredMeanwhile() throws Exception {
    append(LINES);
    try (JournalIndex index = index(index(), COMMITTING)) {
      awaitIndexed(index);
    }
    for (int round = 0; round < 15; round++) {
      harm();
      changes.clear();
      try (JournalIndex index = index(index(), COMMITTING)) {
        requireSame(index, 5);
        awaitIndexed(index);
        requireSame(index, 10);
        await().until(() -> notices.standing().isEmpty());
      }
      if (round > 0) {
        assertTrue(
            changes.stream().anyMatch(c -> c.notice().key().equals(IndexFollower.NOTICE)),
            "seed " + seed);
      }
    }
  }

  /** Flips an octet, cuts a file, or removes one. */
  private void harm() throws IOException {
    List<Path> files = files(index()).stream().filter(f -> !f.endsWith("write.lock")).toList();
    Path file = files.get(random.nextInt(files.size()));
    byte[] octets = Files.readAllBytes(file);
    switch (random.nextInt(3)) {
      case 0 -> Files.delete(file);
      case 1 -> Files.write(file, java.util.Arrays.copyOf(octets, random.nextInt(octets.length)));
      default -> {
        octets[random.nextInt(octets.length)] ^= (byte) (1 << random.nextInt(8));
        Files.write(file, octets);
      }
    }
  }

  @Test
  void linesOfRemovedFilesLeaveTheIndex() throws Exception {
    append(200);
    try (JournalIndex index = index(index(), COMMITTING)) {
      awaitIndexed(index);
      journal.close();
      journal = open(300_000);
    }
    append(LINES);
    await().until(() -> journal.firstSequence() > 200);
    try (JournalIndex index = index(index(), COMMITTING)) {
      append(1);
      awaitIndexed(index);
      await()
          .until(
              () ->
                  index.find(JournalQuery.newest(1)).count()
                      == journal.lastSequence() - journal.firstSequence() + 1);
      requireSame(index, 30);
    }
  }

  @Test
  void anIndexOfAnotherJournalIsMadeAgain() throws Exception {
    append(500);
    try (JournalIndex index = index(index(), COMMITTING)) {
      awaitIndexed(index);
    }
    journal.close();
    for (Path file : files(folder.resolve("journal"))) {
      if (Files.isRegularFile(file)) {
        Files.delete(file);
      }
    }
    for (Path file : files(folder.resolve("journal/positions"))) {
      Files.delete(file);
    }
    journal = open(1L << 30);
    append(600);
    try (JournalIndex index = index(index(), COMMITTING)) {
      awaitIndexed(index);
      assertEquals(journal.lastSequence(), found(index, JournalQuery.newest(1_000)).size());
      requireSame(index, 30);
    }
  }

  @Test
  void withoutAPlaceForTheIndex_theJournalIsRead_andANoticeSaysSo() throws Exception {
    append(300);
    Files.writeString(index(), "no folder");
    try (JournalIndex index = index(index(), OPTIONS)) {
      await().until(() -> !notices.standing().isEmpty());
      Notice notice = notices.standing().getFirst();
      assertEquals(IndexFollower.NOTICE, notice.key());
      assertEquals(Notice.Effect.WARNING, notice.effect());
      requireSame(index, 30);
      assertEquals(0, index.find(JournalQuery.newest(1)).indexedTo());
      Files.delete(index());
      awaitIndexed(index);
      await().until(() -> notices.standing().isEmpty());
    }
  }

  @Test
  void aPrefixOfAnIdIsNoStory() throws Exception {
    append(50);
    try (JournalIndex index = index(index(), OPTIONS)) {
      awaitIndexed(index);
      assertEquals(List.of(), index.lines("0*").lines());
      String id = all().stream().flatMap(l -> l.id().stream()).findFirst().orElseThrow();
      List<JournalLine> lines = index.lines(id).lines();
      assertEquals(
          expected(all(), JournalQuery.newest(1).with(JournalCondition.ID, id)).reversed(),
          lines.stream().map(JournalLine::sequence).toList());
    }
  }

  private static List<Path> files(Path of) throws IOException {
    try (Stream<Path> files = Files.list(of)) {
      return files.sorted().toList();
    }
  }

  /** While it is being written. */
  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    for (Path file : files(from)) {
      try {
        Files.copy(file, to.resolve(file.getFileName()));
      } catch (NoSuchFileException e) {
        // A merge removed it meanwhile; those of the last commit stay.
        continue;
      }
    }
  }
}
