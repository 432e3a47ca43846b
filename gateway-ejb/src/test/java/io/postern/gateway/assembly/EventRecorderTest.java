package io.postern.gateway.assembly;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.gateway.audit.Journal;
import io.postern.gateway.audit.JournalLine;
import io.postern.gateway.audit.JournalOptions;
import io.postern.gateway.audit.JournalQuery;
import io.postern.gateway.delivery.AttemptBegun;
import io.postern.gateway.notice.Notices;
import io.postern.gateway.reception.Rejected;
import io.postern.gateway.reception.RejectedRepeatedly;
import io.postern.gateway.reception.SessionEnded;
import io.postern.gateway.reception.Stage;
import io.postern.gateway.routing.Destination;
import io.postern.gateway.routing.NextHop;
import io.postern.gateway.spool.SpoolId;
import io.postern.mail.Mailbox;
import io.postern.mail.Reply;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventRecorderTest {

  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final Reply DENIED = Reply.of(550, "5.7.1", "Relaying denied");

  @TempDir Path folder;
  private Journal journal;
  private Totals totals;
  private EventRecorder recorder;

  @BeforeEach
  void open() {
    journal = Journal.open(folder, JournalOptions.defaults(), Clock.systemUTC());
    totals = new Totals(journal, new Notices(Clock.systemUTC(), change -> {}));
    recorder = new EventRecorder(journal, totals, at -> {});
  }

  @AfterEach
  void close() {
    journal.close();
  }

  private List<JournalLine> lines(int count) {
    Awaitility.await().until(() -> journal.lastSequence() > count);
    return journal.search().find(JournalQuery.newest(count)).lines();
  }

  @Test
  void theEndOfASession_saysWhatItWas() {
    recorder.sessionEnded(
        new SessionEnded(
            Map.of("session", "S1", "helo", "client.example"),
            "client closed",
            Duration.ofMillis(1_250),
            2_048,
            512,
            7,
            1,
            NOON));

    JournalLine line = lines(1).getFirst();
    assertEquals("SessionEnded", line.event());
    assertEquals(
        Map.of(
            "session", "S1",
            "helo", "client.example",
            "ended", "client closed",
            "duration-ms", "1250",
            "octets-in", "2048",
            "octets-out", "512",
            "commands", "7",
            "messages", "1"),
        line.facts());
  }

  @Test
  void anAttempt_isRecordedWithItsRecipients() {
    recorder.attemptBegun(
        new AttemptBegun(
            new SpoolId(7),
            2,
            Destination.of(new NextHop("mx.example.com", 25)),
            "198.51.100.7:25",
            List.of(Mailbox.parse("bob@example.com")),
            NOON));

    JournalLine line = lines(1).getFirst();
    assertEquals("AttemptBegun", line.event());
    assertEquals(Optional.of(new SpoolId(7).toString()), line.id());
    assertEquals(List.of("bob@example.com"), line.recipients());
    assertEquals(
        Map.of("next-hop", "mx.example.com:25", "remote", "198.51.100.7:25", "attempt", "2"),
        line.facts());
  }

  @Test
  void countedRefusals_areOneLineWithTheirNumber() {
    recorder.rejectedRepeatedly(
        new RejectedRepeatedly(
            Optional.of("2001:db8::/64"),
            "inbound",
            Stage.PROTOCOL,
            DENIED,
            Optional.of("scanner"),
            4_711,
            NOON,
            NOON.plusSeconds(10)));

    JournalLine line = lines(1).getFirst();
    assertEquals("RejectedRepeatedly", line.event());
    assertEquals(NOON.plusSeconds(10), line.at());
    assertEquals(
        Map.of(
            "client", "2001:db8::/64",
            "listener", "inbound",
            "stage", "Protocol",
            "reply", "550 5.7.1 Relaying denied",
            "decided-by", "scanner",
            "count", "4711",
            "since", "2026-11-24T12:00:00Z"),
        line.facts());
  }

  @Test
  void totals_countEachRefusal() {
    recorder.rejected(
        new Rejected(Map.of("peer", "x"), Stage.PROTOCOL, DENIED, Optional.empty(), NOON));
    recorder.rejectedRepeatedly(
        new RejectedRepeatedly(
            Optional.empty(), "inbound", Stage.PROTOCOL, DENIED, Optional.empty(), 9, NOON, NOON));

    assertEquals(10, totals.counts().rejected());
    assertEquals(2, lines(2).size());
  }
}
