package io.postern.gateway.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.spool.Arrival;
import io.postern.gateway.spool.Content;
import io.postern.gateway.spool.ContentWriter;
import io.postern.gateway.spool.Evidence;
import io.postern.gateway.spool.Mark;
import io.postern.gateway.spool.RecipientState;
import io.postern.gateway.spool.Spool;
import io.postern.gateway.spool.SpoolId;
import io.postern.gateway.spool.SpoolOptions;
import io.postern.mail.Envelope;
import io.postern.mail.Mailbox;
import io.postern.mail.ReversePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal knows at its opening what the spool has not finished, however it was ended. */
class UnfinishedIndexTest {

  private static final RecipientState WAITING = new RecipientState.Waiting(1, Records.NOON);
  private static final RecipientState DELIVERED =
      new RecipientState.Finished(RecipientState.Ending.DELIVERED);
  private static final RecipientState DISCARDED =
      new RecipientState.Finished(RecipientState.Ending.DISCARDED);

  @TempDir Path folder;

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private final List<SpoolId> waiting = new ArrayList<>();

  private Path journalFolder() {
    return folder.resolve("journal");
  }

  private Journal journal(JournalKnown known) {
    return Journal.open(
        journalFolder(), Lines.withFileSize(20_000), Lines.CLOCK, new RealJournalDisk(), known);
  }

  private Spool spool(Journal journal, Evidence evidence) {
    SpoolOptions options = new SpoolOptions(folder.resolve("spool"), 64 << 10, 4 << 10, 0);
    return Spool.open(options, Lines.CLOCK, journal, evidence);
  }

  private static SpoolId accept(Spool spool, int recipients) throws IOException {
    SpoolId id = spool.newId();
    List<Mailbox> mailboxes = new ArrayList<>();
    for (int i = 0; i < recipients; i++) {
      mailboxes.add(new Mailbox("a\",\"finished\":\"" + i, "example.com"));
    }
    try (ContentWriter writer = spool.newContent()) {
      byte[] octets = "Subject: x\r\n\r\nNone.\r\n".getBytes(US_ASCII);
      writer.write(octets, 0, octets.length);
      Content content = writer.finish();
      spool.accept(
          new Arrival(
              id,
              Envelope.of(ReversePath.parse("\"a\\\"b\"@example.org"), mailboxes),
              content,
              Map.of("subject", "\",\"finished\":\"x\",\"recipients\":[\"a\",\"b\""),
              Records.NOON));
    }
    return id;
  }

  private static void mark(
      Spool spool, SpoolId id, int recipient, RecipientState state, String as) {
    Map<String, String> facts = as.isEmpty() ? Map.of("reply", "x") : Map.of("event", as);
    spool.mark(List.of(new Mark(id, recipient, state, Records.NOON, facts))).join();
  }

  /** Some life of a gateway: of one to three recipients some are finished, by several events. */
  private void live(Spool spool, int messages) throws IOException {
    for (int i = 0; i < messages; i++) {
      int recipients = 1 + random.nextInt(3);
      SpoolId id = accept(spool, recipients);
      int finished = random.nextInt(10) == 0 ? random.nextInt(recipients) : recipients;
      for (int r = 0; r < finished; r++) {
        mark(spool, id, r, WAITING, r == 0 ? "" : "Postponed");
        mark(spool, id, r, random.nextBoolean() ? DELIVERED : DISCARDED, r == 0 ? "" : "Deleted");
      }
      if (finished < recipients) {
        waiting.add(id);
      }
    }
  }

  private static void closed(Spool spool, Journal journal) {
    spool.close();
    journal.close();
  }

  @Test
  void evidenceIsWhatTheSpoolHasNotFinishedAfterEachRestart() throws Exception {
    for (int life = 0; life < 6; life++) {
      Journal journal = journal(JournalKnown.nothing());
      Evidence evidence = journal.takeEvidence();
      assertEquals(waiting, evidence.unfinished().ids(), "seed " + seed);
      assertTrue(evidence.certain());
      Spool spool = spool(journal, evidence);
      assertEquals(Optional.empty(), spool.loss(), "seed " + seed);
      assertEquals(waiting.size(), spool.size());
      live(spool, 40 + random.nextInt(80));
      closed(spool, journal);
    }
    assertTrue(Lines.files(journalFolder()).size() > 5, "files were begun");
  }

  /** As when an earlier version wrote the journal: no index, and lines without checksums. */
  @Test
  void evidenceComesFromAllFilesWhenNoIndexIsThere() throws Exception {
    Journal journal = journal(JournalKnown.nothing());
    Spool spool = spool(journal, journal.takeEvidence());
    live(spool, 200);
    closed(spool, journal);
    try (Stream<Path> files = Files.list(journalFolder())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (file.toString().endsWith(".unfinished")) {
          Files.delete(file);
        } else {
          String text = Lines.text(file);
          Files.writeString(file, text.replaceAll(",\"crc\":\"[0-9a-f]{8}\"}", "}"));
        }
      }
    }
    try (Journal again = journal(JournalKnown.nothing())) {
      assertEquals(waiting, again.takeEvidence().unfinished().ids(), "seed " + seed);
      again.append(
          new JournalEvent(
              EventType.REJECTED, Optional.empty(), Records.NOON, Map.of("reply", "550")));
    }
    assertTrue(
        Files.exists(UnfinishedIndex.path(journalFolder(), lastFile())),
        "the next start has an index");
  }

  private long lastFile() throws IOException {
    return JournalFile.first(Lines.files(journalFolder()).getLast());
  }

  @Test
  void damagedIndexIsNotUsed() throws Exception {
    Journal journal = journal(JournalKnown.nothing());
    Spool spool = spool(journal, journal.takeEvidence());
    live(spool, 200);
    closed(spool, journal);
    Path index = UnfinishedIndex.path(journalFolder(), lastFile());
    byte[] octets = Files.readAllBytes(index);
    for (int at = 0; at < octets.length; at += 7) {
      byte[] flipped = octets.clone();
      flipped[at] ^= 1;
      Files.write(index, flipped);
      assertEquals(Optional.empty(), UnfinishedIndex.read(index), "octet " + at);
    }
    Files.write(index, new byte[0]);
    try (Journal again = journal(JournalKnown.nothing())) {
      assertEquals(waiting, again.takeEvidence().unfinished().ids(), "seed " + seed);
    }
  }

  @Test
  void messageWhoseLossIsRecordedIsNotReportedAgain() throws Exception {
    Journal journal = journal(JournalKnown.nothing());
    Spool spool = spool(journal, journal.takeEvidence());
    SpoolId lost = accept(spool, 2);
    SpoolId kept = accept(spool, 1);
    closed(spool, journal);
    try (Journal again = journal(JournalKnown.nothing())) {
      again
          .appendSynced(new JournalEvent(EventType.LOST, Optional.of(lost), Records.NOON, Map.of()))
          .join();
    }
    try (Journal again = journal(JournalKnown.nothing())) {
      assertEquals(List.of(kept), again.takeEvidence().unfinished().ids());
    }
  }

  @Test
  void linesThatAreKnownElsewhereAndNotThereAreMissing() throws Exception {
    Journal journal = journal(JournalKnown.nothing());
    Spool spool = spool(journal, journal.takeEvidence());
    live(spool, 100);
    closed(spool, journal);
    JournalKnown known = journal.known();
    Files.delete(Lines.files(journalFolder()).getLast());
    try (Journal again = journal(known)) {
      MissingLines missing = again.missing().getFirst();
      assertEquals(known.line(), missing.last());
      assertTrue(missing.first() < missing.last());
      assertFalse(again.takeEvidence().certain());
      again.append(new JournalEvent(EventType.REJECTED, Optional.empty(), Records.NOON, Map.of()));
      Lines.awaitLines(again, known.line() + 2);
      known = again.known();
    }
    try (Journal again = journal(known)) {
      assertEquals(List.of(), again.missing(), "reported twice");
      assertFalse(again.takeEvidence().certain(), "a start later");
    }
  }

  @Test
  void doubtEndsWhenNothingFromBeforeItIsLeft() throws IOException {
    UnfinishedIndex index = new UnfinishedIndex();
    index.accepted(1000, 1);
    index.doubt();
    assertFalse(written(index).isCertain());
    index.accepted(1001, 1);
    assertFalse(written(index).isCertain());

    UnfinishedIndex read = written(index);
    read.finishedOne(1000);

    assertTrue(read.isCertain());
    assertTrue(written(read).isCertain());
    read.doubt();
    assertFalse(written(read).isCertain(), "nothing was accepted since");
  }

  private UnfinishedIndex written(UnfinishedIndex index) throws IOException {
    Path file = folder.resolve("index");
    Files.write(file, index.octets());
    return UnfinishedIndex.read(file).orElseThrow();
  }

  @Test
  void fileThatIsGoneBetweenOthersIsMissing() throws Exception {
    Journal journal = journal(JournalKnown.nothing());
    Spool spool = spool(journal, journal.takeEvidence());
    live(spool, 100);
    closed(spool, journal);
    List<Path> files = Lines.files(journalFolder());
    Files.delete(files.get(1));
    try (Journal again = journal(JournalKnown.nothing())) {
      assertEquals(
          List.of(
              new MissingLines(
                  JournalFile.first(files.get(1)), JournalFile.first(files.get(2)) - 1)),
          again.missing());
    }
  }
}
