package io.postern.gateway.series;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.fixtures.ManualClock;
import io.postern.gateway.notice.Notice;
import io.postern.gateway.notice.Notices;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Readings taken by hand at the times of a clock that the test sets. */
final class SeriesTest {

  private static final Instant BEGIN = Instant.parse("2026-01-31T12:00:00Z");
  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);
  private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

  @TempDir Path data;
  private final ManualClock clock = new ManualClock(BEGIN);
  private final Notices notices = new Notices(clock, change -> {});
  private final AtomicReference<Reading> reading = new AtomicReference<>(counted(0));

  @Test
  void countsOfAnInterval_areWhatCameSinceTheReadingBefore() {
    Series series = series();
    at(series, 10, counted(3));
    at(series, 20, counted(10));
    assertEquals(List.of(3L, 7L), fine(series, SeriesName.ACCEPTED));
  }

  @Test
  void sumOfAllIntervals_isTheTotal_alsoWhenReadingsCameLateOrTheClockWasPutBack() {
    Series series = series();
    at(series, 10, counted(3));
    at(series, 47, counted(50));
    at(series, 60, counted(51));
    at(series, 30, counted(60));
    at(series, 70, counted(61));
    assertEquals(
        61,
        fine(series, SeriesName.ACCEPTED).stream().mapToLong(value -> Math.max(0, value)).sum());
  }

  @Test
  void aMomentWithoutTheGateway_isAGapAndNotZero() {
    Series series = series();
    at(series, 10, counted(3));
    at(series, 50, counted(3));
    assertEquals(List.of(3L, -1L, -1L, -1L, 0L), fine(series, SeriesName.ACCEPTED));
  }

  @Test
  void stepOfSeveralIntervals_hasTheSumOfCounts_theLongestQueue_theLeastSpace() {
    Series series = series();
    at(series, 10, new Reading(1, 2, 3, 4, 5, 100, 70));
    at(series, 20, new Reading(2, 4, 6, 8, 10, 300, 50));
    at(series, 30, new Reading(3, 6, 9, 12, 15, 200, 60));
    SeriesPoints points =
        series.find(
            new SeriesQuery(
                List.of(SeriesName.values()),
                BEGIN,
                BEGIN.plusSeconds(30),
                Duration.ofSeconds(30)));
    assertEquals(
        List.of(3L, 6L, 9L, 12L, 15L, -1L, -1L, 300L, 50L),
        points.series().stream().map(line -> line.values().getFirst().orElse(-1)).toList());
  }

  @Test
  void latency_isOfTheMessagesOfTheInterval_andAbsentWithoutMessages() {
    Series series = series();
    clock.set(BEGIN.plusMillis(500));
    for (int i = 0; i < 99; i++) {
      series.accepted(clock.instant().minusMillis(2));
    }
    series.accepted(clock.instant().minusMillis(400));
    series.accepted(clock.instant().minusMillis(400));
    at(series, 10, counted(101));
    at(series, 20, counted(101));
    List<Long> median = fine(series, SeriesName.LATENCY_P50);
    List<Long> p99 = fine(series, SeriesName.LATENCY_P99);
    assertEquals(2_000, median.getFirst(), 20);
    assertEquals(400_000, p99.getFirst(), 4_000);
    assertEquals(List.of(-1L, -1L), List.of(median.getLast(), p99.getLast()));
  }

  @Test
  void intervalThatIsNotComplete_isNotAnswered() {
    Series series = series();
    at(series, 10, counted(3));
    clock.set(BEGIN.plusSeconds(15));
    assertEquals(1, find(series, SeriesName.ACCEPTED, BEGIN, BEGIN.plusSeconds(60), 10).size());
    assertEquals(0, find(series, SeriesName.ACCEPTED, BEGIN, BEGIN.plusSeconds(60), 20).size());
  }

  @Test
  void whatIsOlderThanADay_isForgottenInTensOfSeconds_andKeptInTensOfMinutes() {
    Series series = series();
    at(series, 10, counted(3));
    for (int i = 1; i <= 8_640; i++) {
      at(series, 10 + 10L * i, counted(3 + i));
    }
    Instant end = BEGIN.plus(Duration.ofHours(1));
    List<OptionalLong> fine = find(series, SeriesName.ACCEPTED, BEGIN, end, 10);
    assertEquals(List.of(OptionalLong.empty(), OptionalLong.of(1)), fine.subList(0, 2));
    assertEquals(
        OptionalLong.of(3 + 59), find(series, SeriesName.ACCEPTED, BEGIN, end, 600).getFirst());
  }

  @Test
  void tensOfMinutes_surviveARestart_andTheSecondRunAddsToTheIntervalOfTheFirst() {
    Series first = series();
    at(first, 10, counted(3));
    at(first, 610, counted(5));
    Series second = series();
    at(second, 620, counted(100));
    at(second, 1210, counted(101));
    assertEquals(
        List.of(OptionalLong.of(3), OptionalLong.of(102)),
        find(second, SeriesName.ACCEPTED, BEGIN, BEGIN.plus(TEN_MINUTES.multipliedBy(2)), 600));
    assertEquals(
        OptionalLong.empty(),
        find(second, SeriesName.ACCEPTED, BEGIN, BEGIN.plusSeconds(60), 10).getFirst());
    assertEquals(List.of(), notices.standing());
  }

  @Test
  void closing_takesALastReading() throws InterruptedException {
    Series series = series().start();
    clock.set(BEGIN.plusSeconds(7));
    reading.set(counted(9));
    series.close();
    assertEquals(OptionalLong.of(9), kept().getFirst());
  }

  @Test
  void fileThatIsDamaged_isSetAsideWithANotice_andBegunAgainWithWhatCanBeRead() throws IOException {
    Series first = series();
    for (int i = 0; i < 5; i++) {
      at(first, 10 + 600L * i, counted(10 * (i + 1)));
    }
    Path file = data.resolve("series");
    long length = Files.size(file);
    byte[] octets = Files.readAllBytes(file);
    changeSlots(octets, 1, 3);
    Files.write(file, octets);

    assertEquals(
        List.of(OptionalLong.of(10), OptionalLong.empty(), OptionalLong.of(10)),
        kept().subList(0, 3));
    assertEquals(List.of("series.damaged"), keys());
    assertEquals(1, setAside().size());
    assertEquals(length, Files.size(file));

    assertEquals(
        List.of(OptionalLong.of(10), OptionalLong.empty(), OptionalLong.of(10)),
        kept().subList(0, 3));
    assertEquals(1, setAside().size());
  }

  /** What a crash leaves of one write. */
  @Test
  void oneIntervalThatIsTorn_isAGap_andTheFileStays() throws IOException {
    Series first = series();
    for (int i = 0; i < 3; i++) {
      at(first, 10 + 600L * i, counted(10 * (i + 1)));
    }
    byte[] octets = Files.readAllBytes(data.resolve("series"));
    changeSlots(octets, 1);
    Files.write(data.resolve("series"), octets);
    assertEquals(
        List.of(OptionalLong.of(10), OptionalLong.empty(), OptionalLong.of(10)),
        kept().subList(0, 3));
    assertEquals(List.of(), keys());
    assertEquals(List.of(), setAside());
  }

  @Test
  void whateverIsInTheFilesPlace_theSeriesOpenAndKeepOn() throws IOException {
    Path file = data.resolve("series");
    List<Harm> harms =
        List.of(
            () -> Files.write(file, new byte[0]),
            () -> Files.write(file, new byte[100]),
            () -> Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 500)),
            () -> changeHeader(file),
            () -> Files.createDirectory(file),
            () -> Files.createSymbolicLink(file, Path.of("/nowhere/series")));
    for (Harm harm : harms) {
      int begin = 1_000 * harms.indexOf(harm);
      at(series(), begin + 10, counted(1));
      if (harm != harms.get(2) && harm != harms.get(3)) {
        Files.delete(file);
      }
      harm.happen();
      Series after = series();
      assertEquals(List.of("series.damaged"), keys());
      at(after, begin + 20, counted(4));
      assertTrue(kept().stream().anyMatch(value -> value.orElse(0) >= 4));
      Files.delete(file);
    }
  }

  @Test
  void fileThatCannotBeWritten_isDoneWithoutUntilItCan() throws IOException {
    Path folder = data.resolve("none");
    Series series = new Series(folder, reading::get, notices, clock);
    at(series, 10, counted(3));
    assertEquals(List.of("series.unwritable"), keys());
    assertEquals(List.of(3L), fine(series, SeriesName.ACCEPTED));

    Files.createDirectory(folder);
    at(series, 620, counted(4));
    assertEquals(List.of(), keys());
    clock.set(BEGIN.plusSeconds(1_200));
    Series after = new Series(folder, reading::get, notices, clock);
    assertEquals(
        List.of(OptionalLong.of(3), OptionalLong.of(1)),
        find(after, SeriesName.ACCEPTED, BEGIN, BEGIN.plusSeconds(1_200), 600));
  }

  @Test
  void queryThatCannotBeAnswered_saysWhatCan() {
    List<SeriesName> one = List.of(SeriesName.QUEUE);
    Instant later = BEGIN.plusSeconds(100);
    for (long step : List.of(0L, 5L, 15L, 610L, 7_776_600L)) {
      assertThrows(
          IllegalArgumentException.class,
          () -> new SeriesQuery(one, BEGIN, later, Duration.ofSeconds(step)));
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> new SeriesQuery(List.of(), BEGIN, later, TEN_SECONDS));
    assertThrows(
        IllegalArgumentException.class, () -> new SeriesQuery(one, later, BEGIN, TEN_SECONDS));
    assertThrows(
        IllegalArgumentException.class,
        () -> new SeriesQuery(one, BEGIN, BEGIN.plus(Duration.ofDays(2)), TEN_SECONDS));
  }

  @FunctionalInterface
  private interface Harm {
    void happen() throws IOException;
  }

  private static void changeSlots(byte[] octets, int... slots) {
    ByteBuffer buffer = ByteBuffer.wrap(octets);
    long first = BEGIN.getEpochSecond() / 600;
    for (int slot : slots) {
      int size = (octets.length - 64) / 12_960;
      int at = 64 + (int) ((first + slot) % 12_960) * size;
      buffer.put(at + 12, (byte) (buffer.get(at + 12) ^ 1));
    }
  }

  private static void changeHeader(Path file) throws IOException {
    byte[] octets = Files.readAllBytes(file);
    octets[3] ^= 1;
    Files.write(file, octets);
  }

  private Series series() {
    return new Series(data, reading::get, notices, clock);
  }

  private void at(Series series, long seconds, Reading next) {
    clock.set(BEGIN.plusSeconds(seconds).plusMillis(1));
    reading.set(next);
    series.take();
  }

  private static Reading counted(long accepted) {
    return new Reading(accepted, 0, 0, 0, 0, 0, 1L << 30);
  }

  private static List<OptionalLong> find(
      Series series, SeriesName name, Instant from, Instant until, long step) {
    return series
        .find(new SeriesQuery(List.of(name), from, until, Duration.ofSeconds(step)))
        .series()
        .getFirst()
        .values();
  }

  /** From the beginning; -1 for a gap. */
  private static List<Long> fine(Series series, SeriesName name) {
    return find(series, name, BEGIN, BEGIN.plusSeconds(3_600), 10).stream()
        .map(value -> value.orElse(-1))
        .toList();
  }

  /**
   * What the file holds of the first hour, in tens of minutes, as a run of a day later reads it.
   */
  private List<OptionalLong> kept() {
    Instant before = clock.instant();
    clock.set(BEGIN.plus(Duration.ofDays(1)));
    List<OptionalLong> values =
        find(series(), SeriesName.ACCEPTED, BEGIN, BEGIN.plusSeconds(7_200), 600);
    clock.set(before);
    return values;
  }

  private List<String> keys() {
    return notices.standing().stream().map(Notice::key).toList();
  }

  private List<Path> setAside() throws IOException {
    try (Stream<Path> files = Files.list(data)) {
      return files.filter(file -> file.getFileName().toString().startsWith("~series-")).toList();
    }
  }
}
