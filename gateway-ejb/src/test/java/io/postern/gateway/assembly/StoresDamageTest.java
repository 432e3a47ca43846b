package io.postern.gateway.assembly;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.audit.EventType;
import io.postern.gateway.audit.Journal;
import io.postern.gateway.audit.JournalLine;
import io.postern.gateway.audit.JournalOptions;
import io.postern.gateway.audit.JournalReader;
import io.postern.gateway.audit.Subscription;
import io.postern.gateway.notice.Notice;
import io.postern.gateway.spool.Arrival;
import io.postern.gateway.spool.Content;
import io.postern.gateway.spool.ContentWriter;
import io.postern.gateway.spool.Mark;
import io.postern.gateway.spool.QueueSelection;
import io.postern.gateway.spool.RecipientState;
import io.postern.gateway.spool.Spool;
import io.postern.gateway.spool.SpoolId;
import io.postern.gateway.spool.SpoolOptions;
import io.postern.gateway.spool.SpooledMessage;
import io.postern.mail.Envelope;
import io.postern.mail.Mailbox;
import io.postern.mail.ReversePath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Changes, cuts, empties and deletes each file of spool and journal, one at a time and every two of
 * them, and opens both: every message of the test's own list that is not there any more is
 * reported, none is there with another content, and nothing begins as if there had been nothing.
 */
class StoresDamageTest {

  /** One file: that the oldest of several is gone is not noticed, as it may have been too old. */
  private static final JournalOptions JOURNAL =
      new JournalOptions(20_000, 1L << 30, Duration.ofDays(90), 1L << 31, Duration.ZERO, 16_384);

  /** One of so many pairs, unless all are asked for: {@code -Dpostern.damage.pairs=all}. */
  private static final int PAIRS_STEP =
      System.getProperty("postern.damage.pairs", "").equals("all") ? 1 : 17;

  private static final RecipientState DELIVERED =
      new RecipientState.Finished(RecipientState.Ending.DELIVERED);

  /** A file, by its path in the data folder, with what happens to it. */
  private record Harm(Path file, DataDamage damage) {
    @Override
    public String toString() {
      return file + " " + damage;
    }
  }

  @TempDir Path folder;

  private final Clock clock = Clock.systemUTC();
  private final Map<SpoolId, String> waiting = new TreeMap<>();
  private final Set<SpoolId> finished = new HashSet<>();
  private Path original;

  private static Stores open(Path data, Clock clock, List<AutoCloseable> opened) {
    return Stores.open(
        DataFolders.of(data),
        JOURNAL,
        new SpoolOptions(data.resolve("spool"), 16 << 10, 1 << 10, 0),
        clock,
        opened);
  }

  private static void close(List<AutoCloseable> opened) throws Exception {
    for (AutoCloseable part : opened.reversed()) {
      part.close();
    }
  }

  /** Three lives: some messages wait, with small and large bodies, the others are delivered. */
  @BeforeEach
  void live() throws Exception {
    original = Files.createDirectory(folder.resolve("original"));
    for (int life = 0; life < 3; life++) {
      List<AutoCloseable> opened = new ArrayList<>();
      Stores stores = open(original, clock, opened);
      try (Subscription subscription = stores.journal.subscribe("reader")) {
        for (int i = 0; i < 12; i++) {
          accept(stores.spool, i % 6 == 5 ? 4_000 : 300, i % 3 == 0);
        }
        List<JournalLine> read = subscription.read(1_000, Duration.ofSeconds(10));
        subscription.done(read.getLast().sequence());
      }
      close(opened);
      stores.watch.closed();
    }
  }

  private void accept(Spool spool, int size, boolean isFinished) throws IOException {
    SpoolId id = spool.newId();
    String text = "Subject: " + id + "\r\n\r\n" + (id + " ").repeat(size / 14) + "\r\n";
    byte[] octets = text.getBytes(ISO_8859_1);
    try (ContentWriter writer = spool.newContent()) {
      writer.write(octets, 0, octets.length);
      try (Content content = writer.finish()) {
        spool.accept(
            new Arrival(
                id,
                Envelope.of(
                    ReversePath.parse("ann@example.org"),
                    List.of(Mailbox.parse("bob@example.com"))),
                content,
                Map.of("subject", id.toString()),
                clock.instant()));
      }
    }
    if (isFinished) {
      spool.mark(List.of(new Mark(id, 0, DELIVERED, clock.instant(), Map.of()))).join();
      finished.add(id);
    } else {
      waiting.put(id, text);
    }
  }

  private List<Harm> harms() throws IOException {
    List<Harm> harms = new ArrayList<>();
    try (Stream<Path> files = Files.walk(original)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String name = file.getFileName().toString();
        if (!name.equals("lock") && !name.startsWith("spare-")) {
          for (DataDamage damage : DataDamage.values()) {
            harms.add(new Harm(original.relativize(file), damage));
          }
        }
      }
    }
    return harms;
  }

  @Test
  void withoutDamageNothingIsReported() throws Exception {
    check(List.of());
  }

  @Test
  void eachFileAloneCostsNothingInSilence() throws Exception {
    List<Harm> harms = harms();
    assertTrue(harms.size() > 40, "only " + harms);
    for (Harm harm : harms) {
      check(List.of(harm));
    }
  }

  @Test
  void everyTwoFilesCostNothingInSilence() throws Exception {
    List<Harm> harms = harms();
    List<String> failures = new ArrayList<>();
    int cases = 0;
    for (int i = 0; i < harms.size(); i++) {
      for (int k = i + 1; k < harms.size(); k++) {
        if (!harms.get(i).file().equals(harms.get(k).file())) {
          if (cases++ % PAIRS_STEP != 0) {
            continue;
          }
          try {
            check(List.of(harms.get(i), harms.get(k)));
          } catch (AssertionError | RuntimeException e) {
            failures.add(harms.get(i) + ", " + harms.get(k) + ": " + e);
            DataDamage.remove(folder.resolve("data"));
          }
        }
      }
    }
    assertTrue(cases > 1_000, "only " + cases);
    assertEquals(List.of(), failures, failures.size() + " of " + cases);
  }

  @Test
  void spoolThatIsGoneIsNotBegunUntilThatIsAccepted() throws Exception {
    Path data = copy();
    DataDamage.remove(data.resolve("spool"));
    List<AutoCloseable> refused = new ArrayList<>();
    LossNotAccepted e = assertThrows(LossNotAccepted.class, () -> open(data, clock, refused));
    close(refused);
    assertTrue(String.valueOf(e.getMessage()).contains("knows " + waiting.size()), e.getMessage());
    assertTrue(!Files.exists(data.resolve("spool")), "it was begun");
    LossAcceptance.give(data, "test");
    verify(data, List.of("spool deleted"), true);
    assertTrue(!LossAcceptance.isGiven(data), "the acceptance covers a later loss");
  }

  @Test
  void spoolAndJournalThatAreGoneAreNotBegunUntilThatIsAccepted() throws Exception {
    Path data = copy();
    DataDamage.remove(data.resolve("spool"));
    DataDamage.remove(data.resolve("journal"));
    LossNotAccepted e =
        assertThrows(LossNotAccepted.class, () -> open(data, clock, new ArrayList<>()));
    assertTrue(
        String.valueOf(e.getMessage()).contains(waiting.size() + " accepted"), e.getMessage());
    assertTrue(!Files.exists(data.resolve("journal")), "it was begun");
    LossAcceptance.give(data, "test");
    verify(data, List.of("spool and journal deleted"), true);
  }

  /** The start that is refused goes on behind the gap, so the next one does not find it. */
  @Test
  void journalThatLackedLinesAtARefusedStartMakesTheLossUncertain() throws Exception {
    Path data = copy();
    DataDamage.remove(data.resolve("spool"));
    try (Stream<Path> files = Files.list(data.resolve("journal"))) {
      DataDamage.CUT.to(
          files
              .filter(file -> file.toString().endsWith(".jsonl"))
              .max(Path::compareTo)
              .orElseThrow());
    }
    List<AutoCloseable> refused = new ArrayList<>();
    assertThrows(LossNotAccepted.class, () -> open(data, clock, refused));
    close(refused);
    LossAcceptance.give(data, "test");

    List<AutoCloseable> opened = new ArrayList<>();
    Stores stores = open(data, clock, opened);

    assertTrue(!stores.spool.loss().orElseThrow().certain());
    List<JournalLine> lines = lines(stores.journal);
    assertTrue(
        lines.stream().anyMatch(line -> line.event().equals(EventType.HISTORY_LOST.eventName())));
    assertTrue(
        lines.stream()
            .anyMatch(line -> line.fact("notice").equals(Optional.of("journal.lines-missing"))));
    close(opened);
  }

  private void check(List<Harm> harms) throws Exception {
    Path data = copy();
    for (Harm harm : harms) {
      harm.damage().to(data.resolve(harm.file()));
    }
    boolean journalHarmed =
        harms.stream()
            .anyMatch(
                harm ->
                    harm.file().toString().endsWith(".jsonl")
                        && harm.damage() != DataDamage.CHANGED);
    verify(data, harms, journalHarmed);
    DataDamage.remove(data);
  }

  private Path copy() throws IOException {
    Path data = folder.resolve("data");
    DataDamage.copy(original, data);
    return data;
  }

  private void verify(Path data, List<?> harms, boolean isNoticed) throws Exception {
    List<AutoCloseable> opened = new ArrayList<>();
    try {
      verify(open(data, clock, opened), harms, isNoticed);
    } finally {
      close(opened);
    }
    reopen(data, harms);
  }

  private void verify(Stores stores, List<?> harms, boolean isNoticed) throws Exception {
    Set<SpoolId> lost = lost(stores.spool, harms);
    List<String> notices = stores.notices.standing().stream().map(Notice::key).toList();
    long back = back(stores.spool);
    Reported reported = reported(stores.journal, lost, back);
    assertTrue(
        reported.covers(lost, back), "after " + harms + " lost " + lost + ", told " + reported);
    assertTrue(
        !lost.isEmpty() || reported.count == 0 || !reported.isCertain,
        "after " + harms + " nothing is lost, but told " + reported);
    assertTrue(
        (lost.isEmpty() && !isNoticed) || !stores.notices.standing().isEmpty(),
        "after " + harms + " only " + notices);
    if (harms.isEmpty()) {
      assertEquals(List.of(), notices);
    }
  }

  /** What was reported once is not reported again. */
  private void reopen(Path data, List<?> harms) throws Exception {
    List<AutoCloseable> opened = new ArrayList<>();
    try {
      Stores stores = open(data, clock, opened);
      assertEquals(Optional.empty(), stores.spool.loss(), "told again after " + harms);
    } finally {
      close(opened);
    }
  }

  private Set<SpoolId> lost(Spool spool, List<?> harms) throws IOException {
    Set<SpoolId> lost = new HashSet<>();
    for (Map.Entry<SpoolId, String> message : waiting.entrySet()) {
      Optional<String> text = text(spool, message.getKey());
      if (text.isEmpty()) {
        lost.add(message.getKey());
      } else {
        assertEquals(message.getValue(), text.get(), "content after " + harms);
      }
    }
    return lost;
  }

  private static Optional<String> text(Spool spool, SpoolId id) {
    try {
      Optional<SpooledMessage> found = spool.read(id);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      try (SpooledMessage message = found.get()) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        octets.write(message.content().head());
        message.content().writeBodyTo(Channels.newChannel(octets));
        return Optional.of(octets.toString(ISO_8859_1));
      }
    } catch (IOException e) {
      return Optional.empty(); // set aside
    }
  }

  /**
   * Finished messages that are unfinished again, because their marks were damaged. Where the
   * journal cannot name what is lost either, the number falls short by these.
   */
  private long back(Spool spool) {
    return spool.page(QueueSelection.ALL, Optional.empty(), 100_000).stream()
        .filter(id -> finished.contains(id) && isReadable(spool, id))
        .count();
  }

  private static boolean isReadable(Spool spool, SpoolId id) {
    try {
      return spool.look(id).isPresent();
    } catch (IOException e) {
      return false; // set aside
    }
  }

  /**
   * @param backAndDamaged of the finished messages that are unfinished again those that are named,
   *     because their content is damaged
   */
  private record Reported(
      Set<String> named, long count, long namedLost, long backAndDamaged, boolean isCertain) {

    /** By name, or in the number of those without. */
    boolean covers(Set<SpoolId> lost, long back) {
      long without = lost.stream().filter(id -> !named.contains(id.toString())).count();
      return without <= count - namedLost + (isCertain ? 0 : back + backAndDamaged);
    }
  }

  /** Messages are set aside, and that is written, a moment after they were read. */
  private Reported reported(Journal journal, Set<SpoolId> lost, long back) {
    Reported[] found = new Reported[1];
    try {
      await()
          .pollInterval(Duration.ofMillis(2))
          .pollDelay(Duration.ZERO)
          .atMost(Duration.ofSeconds(2))
          .until(
              () -> {
                found[0] = read(journal);
                return found[0].covers(lost, back);
              });
    } catch (ConditionTimeoutException e) {
      return found[0]; // the caller says what is not in it
    }
    return found[0];
  }

  private static List<JournalLine> lines(Journal journal) throws InterruptedException {
    List<JournalLine> lines = new ArrayList<>();
    try (JournalReader reader = journal.readFrom(1)) {
      while (reader.next() <= journal.lastSequence()) {
        lines.addAll(reader.read(1_000, Duration.ZERO));
      }
    }
    return lines;
  }

  private Reported read(Journal journal) throws InterruptedException {
    List<JournalLine> lines = lines(journal);
    List<JournalLine> sums =
        lines.stream().filter(line -> line.event().equals("MessagesLost")).toList();
    Set<String> named =
        lines.stream()
            .filter(line -> line.event().equals("Lost") || line.event().equals("Damaged"))
            .flatMap(line -> line.id().stream())
            .collect(Collectors.toSet());
    return new Reported(
        named,
        sums.stream().mapToLong(line -> Long.parseLong(line.fact("count").orElseThrow())).sum(),
        sums.stream().mapToLong(line -> Long.parseLong(line.fact("named").orElseThrow())).sum(),
        finished.stream().filter(id -> named.contains(id.toString())).count(),
        sums.stream().allMatch(line -> line.fact("certain").equals(Optional.of("true"))));
  }
}
