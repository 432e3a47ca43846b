package io.postern.gateway.spool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.mail.ReversePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The spool as others use it, on real files. */
class SpoolTest {

  private static final int LARGE = 300 << 10;

  @TempDir private Path folder;
  private RecordedEvents told = new RecordedEvents();
  private Spool spool;

  @BeforeEach
  void open() {
    spool = Spool.open(options(), Mail.CLOCK, told);
  }

  @AfterEach
  void close() {
    spool.close();
  }

  private SpoolOptions options() {
    return new SpoolOptions(folder, 1 << 20, 64 << 10, 0);
  }

  private void restart() {
    spool.close();
    open();
  }

  private long files(String name) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(name))) {
      return files.count();
    }
  }

  @Test
  void acceptedMessageIsReadBackOctetForOctet() throws IOException {
    SpoolId id = Mail.accept(spool, 10_000, 2);
    try (SpooledMessage message = spool.read(id).orElseThrow()) {
      assertEquals(Mail.text(id, 10_000), Mail.text(message.content()));
    }
  }

  @Test
  void acceptedMessageKeepsEnvelopeFactsAndTimeOverARestart() throws IOException {
    SpoolId id = Mail.accept(spool, 100, 3);
    restart();
    try (SpooledMessage message = spool.read(id).orElseThrow()) {
      Arrival arrival = Mail.arrival(id, message.content(), 3);
      assertEquals(arrival.envelope(), message.envelope());
      assertEquals(arrival.facts(), message.facts());
      assertEquals(arrival.receivedAt(), message.receivedAt());
      assertEquals(Mail.text(id, 100), Mail.text(message.content()));
    }
  }

  @Test
  void largeMessageIsReadBackOctetForOctetAfterARestart() throws IOException {
    SpoolId id = Mail.accept(spool, LARGE);
    restart();
    assertEquals(Optional.of(Mail.text(id, LARGE)), Mail.read(spool, id));
  }

  @Test
  void nullReversePathAndNonAsciiFactsSurviveARestart() throws IOException {
    SpoolId id = spool.newId();
    try (Content content = Mail.content(spool, "\r\nbody")) {
      Arrival plain = Mail.arrival(id, content, 1);
      spool.accept(
          new Arrival(
                  id,
                  plain.envelope().from(ReversePath.none()),
                  content,
                  Map.of("helo", "münchen \uD83D\uDE00 \r\n"),
                  Mail.NOON)
              .quarantined(Quarantine.of("judged harmful", Optional.empty())));
    }
    restart();
    try (SpooledMessage message = spool.read(id).orElseThrow()) {
      assertEquals(ReversePath.none(), message.envelope().reversePath());
      assertEquals(Map.of("helo", "münchen \uD83D\uDE00 \r\n"), message.facts());
      assertEquals(List.of(new RecipientState.Quarantined()), message.states());
    }
  }

  @Test
  void newMessageWaitsFromItsReceptionOn() throws IOException {
    SpoolId id = Mail.accept(spool, 10);
    try (SpooledMessage message = spool.read(id).orElseThrow()) {
      assertEquals(List.of(new RecipientState.Waiting(0, Mail.NOON)), message.states());
    }
  }

  @Test
  void markCountsAtOnceAndAfterARestart() {
    SpoolId id = Mail.accept(spool, 10, 2);
    RecipientState later = new RecipientState.Waiting(1, Mail.NOON.plusSeconds(1800));
    var marked = spool.mark(List.of(Mail.mark(id, 1, later)));
    assertEquals(later, Mail.queued(spool).getFirst().states().get(1));
    marked.join();
    restart();
    assertEquals(
        List.of(new RecipientState.Waiting(0, Mail.NOON), later),
        Mail.queued(spool).getFirst().states());
  }

  @Test
  void messageIsForgottenWhenItsLastRecipientIsFinished() throws IOException {
    SpoolId id = Mail.accept(spool, LARGE, 2);
    Mail.finish(spool, id);
    assertEquals(1, spool.size());
    spool.mark(List.of(Mail.mark(id, 1, Mail.DELIVERED))).join();
    assertEquals(0, spool.size());
    assertEquals(Optional.empty(), spool.read(id));
    restart();
    assertEquals(0, spool.size());
    assertEquals(0, files("content"));
  }

  @Test
  void finishedRecipientIsNotMarkedAgain() {
    SpoolId id = Mail.accept(spool, 10, 2);
    Mail.finish(spool, id);
    spool.mark(List.of(Mail.mark(id, 0, new RecipientState.Waiting(1, Mail.NOON)))).join();
    restart();
    assertEquals(Mail.DELIVERED, Mail.queued(spool).getFirst().states().getFirst());
    assertEquals(1, told.of(Committed.Marked.class).size());
  }

  @Test
  void markOfAForgottenMessageChangesNothing() {
    SpoolId id = Mail.accept(spool, 10);
    Mail.finish(spool, id);
    Mail.finish(spool, id);
    assertEquals(0, spool.size());
  }

  @Test
  void markOfARecipientThatIsNotThereIsRefused() {
    SpoolId id = Mail.accept(spool, 10);
    List<Mark> marks = List.of(Mail.mark(id, 1, Mail.DELIVERED));
    assertThrows(IllegalArgumentException.class, () -> spool.mark(marks));
  }

  @Test
  void marksOfTenThousandRecipientsAreKept() {
    SpoolId id = Mail.accept(spool, 10, 10_000);
    List<Mark> marks =
        Stream.iterate(0, i -> i + 1)
            .limit(9_999)
            .map(i -> Mail.mark(id, i, Mail.DELIVERED))
            .toList();
    spool.mark(marks).join();
    restart();
    List<RecipientState> states = Mail.queued(spool).getFirst().states();
    assertEquals(9_999, states.stream().filter(Mail.DELIVERED::equals).count());
  }

  @Test
  void acceptanceMarksOthersInTheSameRecord() {
    SpoolId failed = Mail.accept(spool, 10);
    SpoolId report = spool.newId();
    RecipientState ending = new RecipientState.Finished(RecipientState.Ending.FAILED);
    try (Content content = Mail.content(spool, Mail.text(report, 50))) {
      spool.accept(Mail.arrival(report, content, 1), List.of(Mail.mark(failed, 0, ending)));
    }
    assertEquals(List.of(report), Mail.unfinished(spool));
    restart();
    assertEquals(List.of(report), Mail.unfinished(spool));
    assertEquals(List.of(failed, report), told.accepted());
    assertEquals(ending, told.of(Committed.Marked.class).getFirst().mark().state());
  }

  @Test
  void unfinishedAreOldestFirst() {
    List<SpoolId> ids = Stream.generate(() -> Mail.accept(spool, 10)).limit(50).toList();
    restart();
    assertEquals(ids, Mail.unfinished(spool));
  }

  @Test
  void idsGrowOverARestartWithTheClockADayBack() {
    SpoolId before = spool.newId();
    spool.close();
    spool = Spool.open(options(), Clock.offset(Mail.CLOCK, Duration.ofDays(-1)), told);
    assertTrue(spool.newId().compareTo(before) > 0);
  }

  @Test
  void idsGrowWhenTheClockJumpsADayForwardAndBackOverRestarts() {
    SpoolId first = spool.newId();
    spool.close();
    spool = Spool.open(options(), Clock.offset(Mail.CLOCK, Duration.ofDays(1)), told);
    SpoolId ahead = spool.newId();
    restart();
    SpoolId back = spool.newId();
    assertTrue(first.compareTo(ahead) < 0 && ahead.compareTo(back) < 0);
  }

  @Test
  void messageStaysReadableUntilClosedEvenWhenFinishedMeanwhile() throws IOException {
    for (int size : new int[] {1_000, LARGE}) {
      SpoolId id = Mail.accept(spool, size);
      try (SpooledMessage message = spool.read(id).orElseThrow()) {
        Mail.finish(spool, id);
        restart();
        assertEquals(Mail.text(id, size), Mail.text(message.content()));
      }
    }
  }

  @Test
  void versionsOfOneContentAreSpooledEachOnItsOwn() throws IOException {
    SpoolId first = spool.newId();
    SpoolId second = spool.newId();
    try (Content content = Mail.content(spool, Mail.text(first, LARGE));
        Content changed = content.withHead(Mail.octets("X: y\r\n\r\n"))) {
      spool.accept(Mail.arrival(first, content, 1));
      spool.accept(Mail.arrival(second, changed, 1));
    }
    Mail.finish(spool, first);
    restart();
    String body = Mail.text(first, LARGE).substring(Mail.text(first, 0).length());
    assertEquals(Optional.of("X: y\r\n\r\n" + body), Mail.read(spool, second));
    assertEquals(0, files("incoming"));
    assertEquals(1, files("content"));
  }

  @Test
  void spooledMessageIsAcceptedAgainUnderAnotherId() throws IOException {
    SpoolId held = Mail.accept(spool, LARGE);
    SpoolId released = spool.newId();
    try (SpooledMessage message = spool.read(held).orElseThrow()) {
      spool.accept(
          Mail.arrival(released, message.content(), 1),
          List.of(Mail.mark(held, 0, Mail.DELIVERED)));
    }
    restart();
    assertEquals(List.of(released), Mail.unfinished(spool));
    assertEquals(Optional.of(Mail.text(held, LARGE)), Mail.read(spool, released));
  }

  @Test
  void contentOfAnotherMakeIsTakenToo() throws IOException {
    SpoolId id = spool.newId();
    spool.accept(Mail.arrival(id, HeapContents.content("A: b\r\n\r\ntext"), 1));
    restart();
    assertEquals(Optional.of("A: b\r\n\r\ntext"), Mail.read(spool, id));
  }

  @Test
  void idIsAcceptedOnce() {
    SpoolId id = Mail.accept(spool, 10);
    try (Content content = Mail.content(spool, "A: b\r\n\r\n")) {
      Arrival again = Mail.arrival(id, content, 1);
      assertThrows(IllegalArgumentException.class, () -> spool.accept(again));
    }
  }

  @Test
  void headThatFitsNoSegmentIsRefused() {
    SpoolId id = spool.newId();
    try (Content content = Mail.content(spool, "X: " + "y".repeat(2 << 20) + "\r\n\r\n")) {
      Arrival arrival = Mail.arrival(id, content, 1);
      assertFalse(assertThrows(SpoolUnavailable.class, () -> spool.accept(arrival)).full());
    }
    assertEquals(0, spool.size());
  }

  @Test
  void folderBelongsToOneSpool() {
    SpoolUnavailable refused =
        assertThrows(
            SpoolUnavailable.class,
            () -> Spool.open(options(), Mail.CLOCK, new RecordedEvents()).close());
    assertFalse(refused.full());
  }

  @Test
  void closedSpoolTakesNothing() throws IOException {
    Content content = Mail.content(spool, Mail.text(spool.newId(), 10));
    Arrival arrival = Mail.arrival(spool.newId(), content, 1);
    spool.close();
    assertThrows(SpoolUnavailable.class, () -> spool.accept(arrival));
    assertThrows(SpoolUnavailable.class, () -> spool.read(arrival.id()));
    content.close();
    spool.close();
  }

  @Test
  void belowTheReserveMessagesAreRefusedForLackOfRoom() {
    spool.close();
    spool =
        Spool.open(new SpoolOptions(folder, 1 << 20, 64 << 10, Long.MAX_VALUE), Mail.CLOCK, told);
    SpoolUnavailable refused = assertThrows(SpoolUnavailable.class, () -> Mail.accept(spool, 10));
    assertTrue(refused.full());
  }
}
