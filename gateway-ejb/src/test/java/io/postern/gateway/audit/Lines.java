package io.postern.gateway.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** What tests read of a journal. */
final class Lines {

  static final Clock CLOCK = Clock.fixed(Records.NOON, ZoneOffset.UTC);

  /** No waiting between syncs. */
  static final JournalOptions OPTIONS =
      new JournalOptions(1 << 20, 1L << 30, Duration.ofDays(90), 1L << 31, Duration.ZERO, 16_384);

  private Lines() {}

  static JournalOptions withFileSize(long size) {
    return new JournalOptions(size, 1L << 30, Duration.ofDays(90), 1L << 31, Duration.ZERO, 16_384);
  }

  /** All lines, through a reader, with gapless numbers. */
  static List<JournalLine> all(Journal journal) throws InterruptedException {
    List<JournalLine> lines = new ArrayList<>();
    try (JournalReader reader = journal.readFrom(1)) {
      while (reader.next() <= journal.lastSequence()) {
        lines.addAll(reader.read(100, Duration.ZERO));
      }
      assertEquals(0, reader.lost());
    }
    for (int i = 0; i < lines.size(); i++) {
      assertEquals(i + 1, lines.get(i).sequence(), "the numbers are gapless");
    }
    return lines;
  }

  /** All but those that begin a file. */
  static List<JournalLine> events(Journal journal) throws InterruptedException {
    return all(journal).stream()
        .filter(l -> !l.event().equals(EventType.JOURNAL_BEGUN.eventName()))
        .toList();
  }

  static List<Long> positions(Journal journal) throws InterruptedException {
    return all(journal).stream().flatMap(l -> l.position().stream().boxed()).toList();
  }

  /** Looks often, since what is awaited takes milliseconds. */
  static ConditionFactory await() {
    return Awaitility.await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1));
  }

  static void awaitPosition(Journal journal, long position) {
    await().until(() -> journal.safePosition() >= position);
  }

  static void awaitLines(Journal journal, long count) {
    await().until(() -> journal.lastSequence() >= count);
  }

  static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.filter(p -> JournalFile.first(p) > 0).sorted().toList();
    }
  }

  static String text(Path file) throws IOException {
    return Files.readString(file, US_ASCII);
  }
}
