package io.postern.gateway.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.spool.Committed;
import io.postern.gateway.spool.RecipientState;
import io.postern.mail.Mailbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

  @TempDir Path folder;

  private Journal open(JournalOptions options) {
    return Journal.open(folder, options, Lines.CLOCK);
  }

  @Test
  void acceptedRecordBecomesOneLineWithItsFactsInAFixedOrder() throws Exception {
    try (Journal journal = open(Lines.OPTIONS)) {
      journal.read(List.of(Records.accepted(96)));
      Lines.awaitPosition(journal, 96);
    }
    assertEquals(
        """
        {"seq":1,"at":"2026-11-24T12:00:00.000Z","event":"JournalBegun","format":"1",\
        "spool-position":"0","chain-before":"%s"}
        {"seq":2,"pos":96,"at":"2026-11-24T12:00:00.000Z","event":"Accepted",\
        "id":"0000000000030","reverse-path":"ann@example.org",\
        "recipients":["bob@example.com","eve@example.net"],"size":"4711","session":"S1",\
        "peer":"192.0.2.7:40000","helo":"client.example.org","message-id":"<1@example.org>",\
        "from":"Ann <ann@example.org>","subject":"Minutes"}
        """
            .formatted(LineChain.NOTHING),
        Lines.text(folder.resolve("journal-0000000000000001.jsonl"))
            .replaceAll(",\"chain\":\"[0-9a-f]+\",\"crc\":\"[0-9a-f]{8}\"}", "}"));
  }

  @Test
  void lineOfADeliveryCarriesWhatTheReceptionKnew() throws Exception {
    try (Journal journal = open(Lines.OPTIONS)) {
      journal.read(List.of(Records.accepted(7), Records.delivered(8, 7)));
      Lines.awaitPosition(journal, 8);
      JournalLine line = Lines.events(journal).getLast();
      assertEquals("Delivered", line.event());
      assertEquals(
          Map.ofEntries(
              Map.entry("reverse-path", "ann@example.org"),
              Map.entry("recipient", "bob@example.com"),
              Map.entry("age-ms", "3000"),
              Map.entry("next-hop", "mx.example.com:25"),
              Map.entry("remote", "198.51.100.1:25"),
              Map.entry("attempt", "2"),
              Map.entry("reply", "250 2.0.0 taken"),
              Map.entry("session", "S1"),
              Map.entry("peer", "192.0.2.7:40000"),
              Map.entry("helo", "client.example.org"),
              Map.entry("message-id", "<1@example.org>"),
              Map.entry("from", "Ann <ann@example.org>"),
              Map.entry("subject", "Minutes")),
          line.facts());
    }
  }

  @Test
  void everyStateOfARecipientHasItsEvent() throws Exception {
    List<Committed> records = new ArrayList<>();
    long position = 1;
    for (RecipientState.Ending ending : RecipientState.Ending.values()) {
      records.add(Records.marked(position++, 1, new RecipientState.Finished(ending), Map.of()));
    }
    records.add(Records.marked(position++, 1, new RecipientState.Quarantined(), Map.of()));
    RecipientState waiting = new RecipientState.Waiting(3, Records.NOON.plusSeconds(60));
    records.add(Records.marked(position++, 1, waiting, Map.of()));
    records.add(Records.marked(position++, 1, waiting, Map.of("event", "Released")));
    records.add(Records.marked(position++, 1, waiting, Map.of("event", "not a name\r\n")));
    records.add(
        new Committed.Damaged(position, Optional.empty(), "segment 4: checksum", Records.NOON));
    try (Journal journal = open(Lines.OPTIONS)) {
      journal.read(records);
      Lines.awaitPosition(journal, position);
      List<JournalLine> lines = Lines.events(journal);
      assertEquals(
          List.of(
              "Delivered",
              "Failed",
              "Expired",
              "Discarded",
              "Quarantined",
              "Deferred",
              "Released",
              "Deferred",
              "Damaged"),
          lines.stream().map(JournalLine::event).toList());
      assertEquals("3", lines.get(5).facts().get("attempt"));
      assertEquals("2026-11-24T12:01:00Z", lines.get(5).facts().get("next-attempt"));
      assertEquals("segment 4: checksum", lines.getLast().facts().get("reason"));
    }
  }

  @Test
  void recordsToldAgainAfterARestartAreNotWrittenAgain() throws Exception {
    List<Committed> records = Records.acceptances(20);
    try (Journal journal = open(Lines.OPTIONS)) {
      journal.read(records.subList(0, 12));
    }
    try (Journal journal = open(Lines.OPTIONS)) {
      assertEquals(12 * 7, journal.safePosition());
      journal.read(records.subList(5, 20));
      Lines.awaitPosition(journal, 20 * 7);
      assertEquals(records.stream().map(Committed::position).toList(), Lines.positions(journal));
    }
  }

  @Test
  void spoolPositionIsKnownThoughTheLastFileTellsOnlyOfOtherThings() throws Exception {
    try (Journal journal = open(Lines.withFileSize(2_000))) {
      journal.read(Records.acceptances(3));
      Lines.awaitPosition(journal, 21);
      for (int i = 0; i < 200; i++) {
        long before = journal.lastSequence();
        journal.append(Records.rejected("550 5.7.1 no"));
        Lines.awaitLines(journal, before + 1);
      }
    }
    List<Path> files = Lines.files(folder);
    assertTrue(files.size() > 3, "several files, not " + files.size());
    for (Path file : files.subList(0, files.size() - 1)) {
      Files.delete(file);
    }
    try (Journal journal = open(Lines.OPTIONS)) {
      assertEquals(21, journal.safePosition());
    }
  }

  @Test
  void filesAreBegunAnewWhenTheyAreLargeAndReadAsOneSequence() throws Exception {
    List<Committed> records = Records.acceptances(300);
    try (Journal journal = open(Lines.withFileSize(10_000))) {
      for (Committed committed : records) {
        journal.read(List.of(committed));
        Lines.awaitPosition(journal, committed.position());
      }
      assertTrue(Lines.files(folder).size() > 8);
      assertEquals(records.stream().map(Committed::position).toList(), Lines.positions(journal));
    }
  }

  @Test
  void journalEmptiedByHandGoesOnAfterWhatASubscriberHasRead() throws Exception {
    try (Journal journal = open(Lines.OPTIONS)) {
      journal.read(Records.acceptances(20));
      Lines.awaitPosition(journal, 140);
      journal.subscribe("archive").close();
    }
    for (Path file : Lines.files(folder)) {
      Files.delete(file);
    }
    try (Journal journal = open(Lines.OPTIONS);
        Subscription archive = journal.subscribe("archive")) {
      journal.append(Records.administrator("relay domain added"));
      List<JournalLine> lines = archive.read(10, java.time.Duration.ofSeconds(10));
      assertEquals(List.of(22L, 23L), lines.stream().map(JournalLine::sequence).toList());
    }
  }

  @Test
  void positionsThatDoNotGrowAreRefusedBecauseOneWouldBeLost() {
    try (Journal journal = open(Lines.OPTIONS)) {
      List<Committed> same = List.of(Records.accepted(4), Records.accepted(4));
      assertThrows(IllegalArgumentException.class, () -> journal.read(same));
    }
  }

  @Test
  void syncedEventIsOnDiskWhenItsFutureCompletes() throws Exception {
    JournalEvent discarded =
        new JournalEvent(
            EventType.DISCARDED,
            Optional.empty(),
            Records.NOON,
            List.of(Mailbox.parse("bob@example.com")),
            Map.of("reason", "rule 7"));
    Journal journal = open(Lines.OPTIONS);
    journal.appendSynced(discarded).get(20, TimeUnit.SECONDS);
    JournalLine line = Lines.events(journal).getFirst();
    assertEquals(List.of("bob@example.com"), line.recipients());
    assertEquals(Optional.of("rule 7"), line.fact("reason"));
    journal.close();
    assertInstanceOf(JournalUnavailable.class, journal.appendSynced(discarded).exceptionNow());
  }

  @Test
  void folderThatIsAFileIsUnavailable() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertThrows(JournalUnavailable.class, () -> Journal.open(file, Lines.OPTIONS, Lines.CLOCK));
  }
}
