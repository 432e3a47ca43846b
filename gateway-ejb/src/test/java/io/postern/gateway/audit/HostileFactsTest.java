package io.postern.gateway.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.spool.Committed;
import io.postern.gateway.spool.Quarantine;
import io.postern.gateway.spool.SpoolId;
import io.postern.mail.Envelope;
import io.postern.mail.Mailbox;
import io.postern.mail.ReversePath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What strangers wrote stays text on one line, and comes back as it was. */
class HostileFactsTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "line\r\n{\"seq\":9,\"event\":\"Accepted\"}",
        "\"},\"x\":\"",
        "back\\slash \\\" \\u0041 \\",
        "\u001b[2J\u001b]0;title\u0007",
        "\u009b31m\u0085\u0000\u007f",
        "\u202egnp.exe\u2066\u2069\u200f\ufeff",
        "\u2028\u2029\u000b\u000c",
        "\ud800 \udfff \udc00\ud800",
        "Gr\u00fc\u00dfe \ud83d\ude00",
        "<script>alert(1)</script>",
        "=cmd|' /C calc'!A0",
        ""
      })
  void hostileTextInEveryFactIsOnePrintableLineAndComesBack(String hostile) throws Exception {
    Map<String, String> facts = new HashMap<>(Map.of("extra " + hostile, hostile));
    for (String name : List.of("session", "peer", "helo", "from", "to", "subject", "reply")) {
      facts.put(name, hostile);
    }
    try (Journal journal = Journal.open(folder, Lines.OPTIONS, Lines.CLOCK)) {
      journal.read(List.of(Records.accepted(1, facts)));
      Lines.awaitPosition(journal, 1);
      journal.append(
          new JournalEvent(
              EventType.REJECTED, Optional.empty(), Records.NOON, Map.of("reply", hostile)));
      Lines.awaitLines(journal, 3);
      List<JournalLine> lines = Lines.events(journal);
      facts.forEach((name, value) -> assertEquals(value, lines.get(0).facts().get(name)));
      assertEquals(hostile, lines.get(1).facts().get("reply"));
    }
    requirePrintable(3);
  }

  private void requirePrintable(int lines) throws Exception {
    byte[] octets = Files.readAllBytes(Lines.files(folder).getFirst());
    int ends = 0;
    for (byte octet : octets) {
      if (octet == '\n') {
        ends++;
      } else {
        assertTrue(octet >= ' ' && octet <= '~', "octet " + octet);
      }
    }
    assertEquals(lines, ends);
  }

  @Test
  void mailboxesWithStrangeLocalPartsComeBack() throws Exception {
    List<Mailbox> recipients =
        List.of(
            new Mailbox("\"a\\\" b@c\"", "example.com"),
            new Mailbox("gr\u00fc\u00dfe\ud800", "b\u00fccher.example"),
            new Mailbox("postmaster", ""));
    try (Journal journal = Journal.open(folder, Lines.OPTIONS, Lines.CLOCK)) {
      journal.read(
          List.of(
              new Committed.Accepted(
                  1,
                  new SpoolId(1),
                  Envelope.of(ReversePath.none(), recipients),
                  1,
                  Map.of(),
                  Records.NOON,
                  Optional.of(Quarantine.of("unreadable\n", Optional.empty())))));
      Lines.awaitPosition(journal, 1);
      JournalLine line = Lines.events(journal).getFirst();
      assertEquals(recipients.stream().map(Mailbox::toString).toList(), line.recipients());
      assertEquals(Optional.of("unreadable\n"), line.fact("quarantined"));
      assertEquals(
          recipients,
          ((io.postern.logging.MessageAcceptedLogged) LoggedEvents.of(line)).recipients());
    }
  }

  @Test
  void factsCannotPretendToBeTheJournalsOwn() throws Exception {
    Map<String, String> facts = new HashMap<>();
    for (String own :
        List.of("seq", "pos", "at", "event", "id", "recipients", "shortened", "size", "age-ms")) {
      facts.put(own, "99");
    }
    try (Journal journal = Journal.open(folder, Lines.OPTIONS, Lines.CLOCK)) {
      journal.read(List.of(Records.accepted(1, facts)));
      Lines.awaitPosition(journal, 1);
      JournalLine line = Lines.events(journal).getFirst();
      assertEquals(2, line.sequence());
      assertEquals("Accepted", line.event());
      assertEquals("4711", line.facts().get("size"));
      assertEquals(List.of("reverse-path", "size"), List.copyOf(line.facts().keySet()));
    }
  }

  @Test
  void overlongFactIsShortenedAndSaidToBe() throws Exception {
    String text = "\ud83d\ude00".repeat(1 << 20);
    try (Journal journal = Journal.open(folder, Lines.OPTIONS, Lines.CLOCK)) {
      journal.read(
          List.of(Records.accepted(1, Map.of("subject", "x" + text, "to", "y".repeat(4097)))));
      Lines.awaitPosition(journal, 1);
      JournalLine line = Lines.events(journal).getFirst();
      assertEquals("x" + text.substring(0, 4094), line.facts().get("subject"));
      assertEquals("to subject", line.facts().get("shortened"));
    }
  }

  @Test
  void notesOfExtensionsAreWhole_andComeBackInTheEvent() throws Exception {
    String most = "\u0007\"".repeat(16_000);
    try (Journal journal = Journal.open(folder, Lines.OPTIONS, Lines.CLOCK)) {
      journal.read(
          List.of(
              Records.accepted(
                  1,
                  Map.of("peer", "192.0.2.7:4", "note.scanner.all", most, "note.b.score", "7"))));
      Lines.awaitPosition(journal, 1);
      JournalLine line = Lines.events(journal).getFirst();
      assertEquals(Optional.empty(), line.fact("shortened"));
      assertEquals(
          Map.of("scanner.all", most, "b.score", "7"), LoggedEvents.of(line).messageNotes());
    }
  }

  @Test
  void lineLargerThanAnyBufferIsReadAndFound() throws Exception {
    List<Mailbox> recipients = new java.util.ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      recipients.add(new Mailbox("\u00e9".repeat(32) + i, "example.com"));
    }
    try (Journal journal = Journal.open(folder, Lines.OPTIONS, Lines.CLOCK)) {
      journal.read(
          List.of(
              Records.accepted(1),
              new Committed.Accepted(
                  2,
                  new SpoolId(2),
                  Envelope.of(ReversePath.none(), recipients),
                  1,
                  Map.of(),
                  Records.NOON,
                  Optional.empty()),
              Records.accepted(3)));
      Lines.awaitPosition(journal, 3);
      assertEquals(10_000, Lines.events(journal).get(1).recipients().size());
      JournalQuery query =
          JournalQuery.newest(10)
              .with(JournalCondition.RECIPIENT, "\u00e9".repeat(32) + "9999@example.com");
      assertEquals(1, journal.search().find(query).lines().size());
    }
    try (Journal journal = Journal.open(folder, Lines.OPTIONS, Lines.CLOCK)) {
      assertEquals(3, journal.safePosition());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-24T12:00:00Z",
        "2026-11-24T12:00:00.999999999Z",
        "1969-12-31T23:59:59.001Z",
        "0000-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999Z"
      })
  void timesAreWrittenInMilliseconds(String time) throws Exception {
    Instant at = Instant.parse(time);
    LineBuffer buffer = new LineBuffer();
    new EventLines(buffer)
        .write(1, new JournalEvent(EventType.REJECTED, Optional.empty(), at, Map.of()));
    Instant millis = at.truncatedTo(java.time.temporal.ChronoUnit.MILLIS);
    assertEquals(millis, JournalLine.parse(buffer.line(0)).at());
    assertTrue(buffer.line(0).contains("\"at\":\"" + time.substring(0, 19) + "."), buffer.line(0));
  }

  @Test
  void timesBeyondFourDigitYearsAreClamped() {
    LineBuffer buffer = new LineBuffer();
    EventLines lines = new EventLines(buffer);
    lines.write(1, new JournalEvent(EventType.REJECTED, Optional.empty(), Instant.MAX, Map.of()));
    lines.write(2, new JournalEvent(EventType.REJECTED, Optional.empty(), Instant.MIN, Map.of()));
    assertEquals(Instant.parse("9999-12-31T23:59:59.999Z"), JournalLine.parse(buffer.line(0)).at());
    assertEquals(Instant.parse("0000-01-01T00:00:00Z"), JournalLine.parse(buffer.line(1)).at());
  }

  @Test
  void randomTextComesBackAndRandomDamageIsRefusedOrReadNeverWorse() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    LineBuffer buffer = new LineBuffer();
    EventLines lines = new EventLines(buffer);
    for (int i = 0; i < 2_000; i++) {
      String text = randomText(random);
      buffer.clear();
      lines.write(
          5,
          new JournalEvent(
              EventType.REJECTED, Optional.empty(), Records.NOON, Map.of("helo", text)));
      String json = buffer.line(0);
      assertEquals(text, JournalLine.parse(json).facts().get("helo"), "seed " + seed);
      StringBuilder damaged = new StringBuilder(json);
      damaged.setCharAt(random.nextInt(json.length()), (char) (' ' + random.nextInt(95)));
      damaged.setLength(random.nextInt(json.length() + 1));
      try {
        assertTrue(JournalLine.parse(damaged.toString()).sequence() >= 0);
      } catch (IllegalArgumentException e) {
        assertTrue(e.getMessage() != null, "seed " + seed);
      }
    }
  }

  private static String randomText(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(60); i > 0; i--) {
      text.append((char) (random.nextBoolean() ? random.nextInt(128) : random.nextInt(65_536)));
    }
    return text.toString();
  }
}
