package io.postern.gateway.spool.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every log must do, wherever it keeps its records. */
interface RecordLogContract {

  /**
   * Opens the log that the test is about, as its writer; a second opening finds what is durable.
   */
  RecordLog open() throws IOException;

  /** The same for another node. */
  RecordLog open(int node) throws IOException;

  /** As {@link #open}, but while another writer has the log and does not let it go. */
  RecordLog takeOver() throws IOException;

  /** The process ends now: what was not synced is gone, and the log is free. */
  void crash(RecordLog log) throws IOException;

  /** From now on what is written does not become durable, or does again. */
  void failSyncs(boolean failing);

  /** How often syncs were asked for. */
  int syncs();

  SegmentStart START = new SegmentStart(1, 0);

  static EncodedRecord record(String description, String content) {
    byte[] described = description.getBytes(StandardCharsets.US_ASCII);
    byte[] octets = content.getBytes(StandardCharsets.US_ASCII);
    return new EncodedRecord(
        RecordType.ACCEPTED, described, described.length, new byte[0], octets, 0, octets.length);
  }

  static EncodedRecord record(String description) {
    return record(description, "");
  }

  static String text(ByteBuffer octets) {
    return StandardCharsets.US_ASCII.decode(octets.duplicate()).toString();
  }

  /** Appends records and syncs them as one group. */
  static void write(LogWriter writer, String... descriptions) throws IOException {
    for (String description : descriptions) {
      writer.append(record(description));
    }
    writer.sync();
  }

  /** The descriptions of all records, in order. */
  static List<String> found(RecordLog log) throws IOException {
    List<String> found = new ArrayList<>();
    for (LogSegment segment : log.segments()) {
      try (LogScan scan = log.scan(segment)) {
        ScanResult next = scan.next();
        while (!(next instanceof ScanResult.End)) {
          found.add(
              switch (next) {
                case ScanResult.Valid valid -> text(valid.description());
                case ScanResult.Unreadable octets -> "unreadable";
                case ScanResult.Missing missing -> "missing";
                case ScanResult.End end -> throw new AssertionError("ended before");
              });
          next = scan.next();
        }
      }
    }
    return found;
  }

  @Test
  default void recordIsReadBackWhereItWasAppended() throws IOException {
    try (RecordLog log = open()) {
      LogSegment segment = log.writer().next(START);
      int first = log.writer().append(record("first", "its content"));
      EncodedRecord encoded = record("second", "another content");
      int second = log.writer().append(encoded);
      log.writer().sync();
      assertTrue(first < second);
      StoredRecord read = segment.read(second, encoded.size()).orElseThrow();
      assertEquals("second", text(read.description()));
      assertEquals("another content", text(read.octets()));
      assertEquals(
          Optional.of("second"),
          segment.describe(second, encoded.size()).map(RecordLogContract::text));
    }
  }

  @Test
  default void whereNoRecordBeginsThereIsNone() throws IOException {
    try (RecordLog log = open()) {
      LogSegment segment = log.writer().next(START);
      EncodedRecord encoded = record("first", "x".repeat(1_000));
      int offset = log.writer().append(encoded);
      log.writer().sync();
      assertEquals(Optional.empty(), segment.read(offset + 1, encoded.size() - 1));
      assertEquals(Optional.empty(), segment.describe(offset + 1, encoded.size() - 1));
    }
  }

  @Test
  default void positionsOfTwoRecordsAreAtLeastTheOctetsOfTheFirstApart() throws IOException {
    try (RecordLog log = open()) {
      log.writer().next(START);
      EncodedRecord encoded = record("first", "x".repeat(1_000));
      int first = log.writer().append(encoded);
      int second = log.writer().append(record("second"));
      assertTrue(second - first >= 1_000);
      log.writer().sync();
    }
  }

  @Test
  default void syncedGroupSurvivesACrashInItsOrder() throws IOException {
    RecordLog log = open();
    log.writer().next(START);
    write(log.writer(), "a", "b", "c");
    write(log.writer(), "d");
    crash(log);
    try (RecordLog again = open()) {
      assertEquals(List.of("a", "b", "c", "d"), found(again));
    }
  }

  @Test
  default void recordsOfSeveralSegmentsComeInTheOrderInWhichTheyWereWritten() throws IOException {
    try (RecordLog log = open()) {
      for (String description : List.of("a", "b", "c")) {
        log.writer().next(START);
        write(log.writer(), description);
      }
    }
    try (RecordLog again = open()) {
      assertEquals(List.of("a", "b", "c"), found(again));
    }
  }

  @Test
  default void whatWasNotSyncedIsABeginningOrNothing() throws IOException {
    RecordLog log = open();
    log.writer().next(START);
    write(log.writer(), "synced");
    log.writer().append(record("one"));
    log.writer().append(record("two"));
    crash(log);
    try (RecordLog again = open()) {
      List<String> found = found(again);
      List<String> all = List.of("synced", "one", "two");
      assertFalse(found.isEmpty());
      assertEquals(all.subList(0, found.size()), found);
    }
  }

  @Test
  default void segmentSaysWhatItWasBegunWithAndWhatWasBeforeIt() throws IOException {
    try (RecordLog log = open()) {
      LogSegment first = log.writer().next(new SegmentStart(4711, 0));
      log.writer().next(new SegmentStart(4712, 7));
      assertEquals(0, first.previous());
    }
    try (RecordLog again = open()) {
      List<LogSegment> segments = List.copyOf(again.segments());
      assertEquals(new SegmentStart(4711, 0), segments.getFirst().start());
      assertEquals(new SegmentStart(4712, 7), segments.getLast().start());
      assertEquals(segments.getFirst().sequence(), segments.getLast().previous());
      assertEquals(segments.getFirst().sequence(), segments.getLast().oldest());
    }
  }

  @Test
  default void failedSyncIsNeverRepeatedAndItsGroupIsVoid() throws IOException {
    RecordLog log = open();
    log.writer().next(START);
    write(log.writer(), "synced");
    failSyncs(true);
    log.writer().append(record("refused"));
    assertThrows(IOException.class, () -> log.writer().sync());
    int asked = syncs();
    log.writer().abandon();
    assertFalse(log.writer().isOpen());
    assertEquals(asked, syncs());
    failSyncs(false);
    log.writer().next(START);
    write(log.writer(), "after");
    crash(log);
    try (RecordLog again = open()) {
      assertEquals(List.of("synced", "after"), found(again));
    }
  }

  @Test
  default void segmentThatWasCutDoesNotComeBack() throws IOException {
    RecordLog log = open();
    LogSegment first = log.writer().next(START);
    EncodedRecord encoded = record("old");
    int offset = log.writer().append(encoded);
    log.writer().sync();
    LogSegment second = log.writer().next(START);
    write(log.writer(), "new");
    log.cut(first);
    assertEquals(List.of(second), List.copyOf(log.segments()));
    assertThrows(SegmentGone.class, () -> first.read(offset, encoded.size()));
    LogSegment third = log.writer().next(START);
    assertEquals(second.sequence(), third.oldest());
    crash(log);
    try (RecordLog again = open()) {
      assertEquals(List.of("new"), found(again));
    }
  }

  @Test
  default void sequenceIsNotUsedTwiceAfterItsSegmentWasCut() throws IOException {
    LogSegment first;
    try (RecordLog log = open()) {
      first = log.writer().next(START);
      log.writer().next(START);
      log.cut(first);
    }
    try (RecordLog again = open()) {
      assertTrue(again.writer().next(START).sequence() > first.sequence());
    }
  }

  @Test
  default void sequencesThatArePassedOverAreNotUsed() throws IOException {
    try (RecordLog log = open()) {
      log.passOver(4711);
      assertTrue(log.writer().next(START).sequence() > 4711);
    }
  }

  @Test
  default void preparedSegmentIsBegunAsAnyOther() throws IOException {
    try (RecordLog log = open()) {
      assertTrue(log.isUnprepared());
      log.prepare();
      assertFalse(log.isUnprepared());
      log.writer().next(START);
      write(log.writer(), "a");
      assertTrue(log.isUnprepared());
    }
  }

  @Test
  default void largestRecordFitsAFreshSegmentAndNoLargerOne() throws IOException {
    try (RecordLog log = open()) {
      LogSegment segment = log.writer().next(START);
      assertTrue(log.writer().fits(log.largestRecord()));
      assertFalse(log.writer().fits(log.largestRecord() + 1));
      EncodedRecord encoded = record("large", "x".repeat(log.largestRecord() - 64));
      assertTrue(log.writer().fits(encoded.size()));
      int offset = log.writer().append(encoded);
      log.writer().sync();
      assertTrue(segment.read(offset, encoded.size()).isPresent());
      assertFalse(log.writer().fits(record("one more").size()));
    }
  }

  @Test
  default void secondWriterIsKeptOutOrFencesTheFirst() throws IOException {
    RecordLog log = open();
    log.writer().next(START);
    write(log.writer(), "acknowledged");
    try (RecordLog other = takeOver()) {
      assertEquals(List.of("acknowledged"), found(other));
      other.writer().next(START);
      write(other.writer(), "of the other");

      log.writer().append(record("too late"));
      assertThrows(LogFenced.class, () -> log.writer().sync());
      log.writer().abandon();
      assertThrows(LogFenced.class, () -> log.writer().next(START));

      write(other.writer(), "of the other again");
    }
    log.close();
    try (RecordLog again = open()) {
      assertEquals(List.of("acknowledged", "of the other", "of the other again"), found(again));
    }
  }

  @Test
  default void closedLogIsWrittenToNoMore() throws IOException {
    RecordLog log = open();
    log.writer().next(START);
    log.close();
    assertFalse(log.writer().isOpen());
    assertThrows(LogFenced.class, () -> log.writer().next(START));
  }

  @Test
  default void sequenceCarriesTheNodeWhoseLogItIs() throws IOException {
    try (RecordLog log = open(5)) {
      LogSegment segment = log.writer().next(START);
      assertEquals(5, Position.node(segment.sequence()));
      assertEquals(segment.sequence(), Position.sequence(Position.of(segment.sequence(), 1 << 30)));
      assertTrue(Position.of(segment.sequence(), 1 << 30) > 0);
    }
  }

  @Test
  default void logThatWasBegunAsNodeZeroGoesOnAsAnother() throws IOException {
    try (RecordLog log = open()) {
      log.writer().next(START);
      write(log.writer(), "old");
    }
    try (RecordLog log = open(5)) {
      assertEquals(List.of("old"), found(log));
      assertEquals(5, Position.node(log.writer().next(START).sequence()));
      write(log.writer(), "new");
    }
    try (RecordLog log = open(5)) {
      assertEquals(List.of("old", "new"), found(log));
    }
  }

  @Test
  default void logOfAnotherNodeIsNotGoneOnWith() throws IOException {
    try (RecordLog log = open(5)) {
      log.writer().next(START);
    }
    try (RecordLog log = open(4)) {
      assertThrows(IllegalStateException.class, () -> log.writer().next(START));
    }
  }
}
