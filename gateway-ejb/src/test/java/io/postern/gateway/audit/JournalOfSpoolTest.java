package io.postern.gateway.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.spool.Arrival;
import io.postern.gateway.spool.Content;
import io.postern.gateway.spool.ContentWriter;
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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal with the real spool: what was accepted is told once. */
class JournalOfSpoolTest {

  private static final Mailbox BOB = Mailbox.parse("bob@example.com");

  @TempDir Path folder;

  private Spool spool(Journal journal) {
    SpoolOptions options = new SpoolOptions(folder.resolve("spool"), 64 << 10, 4 << 10, 0);
    return Spool.open(options, Lines.CLOCK, journal);
  }

  private Journal journal(JournalDisk disk) {
    return Journal.open(folder.resolve("journal"), Lines.withFileSize(30_000), Lines.CLOCK, disk);
  }

  private static SpoolId accept(Spool spool) throws IOException {
    SpoolId id = spool.newId();
    try (ContentWriter writer = spool.newContent()) {
      byte[] octets = "Subject: Minutes\r\n\r\nNone.\r\n".getBytes(US_ASCII);
      writer.write(octets, 0, octets.length);
      Content content = writer.finish();
      spool.accept(
          new Arrival(
              id,
              Envelope.of(ReversePath.parse("ann@example.org"), List.of(BOB)),
              content,
              Map.of("subject", "Minutes"),
              Records.NOON));
    }
    return id;
  }

  private static void deliver(Spool spool, SpoolId id) {
    RecipientState delivered = new RecipientState.Finished(RecipientState.Ending.DELIVERED);
    spool
        .mark(List.of(new Mark(id, 0, delivered, Records.NOON, Map.of("reply", "250 taken"))))
        .join();
  }

  private static List<String> told(Journal journal, String event) throws Exception {
    return Lines.events(journal).stream()
        .filter(line -> line.event().equals(event))
        .map(line -> line.id().orElseThrow())
        .sorted()
        .toList();
  }

  @RepeatedTest(5)
  void journalThatDiesUnderLoadHasEachAcceptanceAndDeliveryOnceAfterwards() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    Queue<String> accepted = new ConcurrentLinkedQueue<>();
    for (int life = 0; life < 4; life++) {
      FaultyDisk disk = new FaultyDisk();
      Journal journal = journal(disk);
      Spool spool = spool(journal);
      List<Thread> sessions = new ArrayList<>();
      for (int s = 0; s < 4; s++) {
        sessions.add(
            Thread.startVirtualThread(
                () -> {
                  for (int i = 0; i < 40; i++) {
                    try {
                      SpoolId id = accept(spool);
                      accepted.add(id.toString());
                      deliver(spool, id);
                    } catch (IOException e) {
                      throw new java.io.UncheckedIOException(e);
                    }
                  }
                }));
      }
      int before = 1 + random.nextInt(150);
      int already = life * 160;
      Lines.await().until(() -> accepted.size() >= already + before);
      disk.cutPower(random);
      for (Thread session : sessions) {
        session.join();
      }
      journal.close();
      spool.close();
    }
    try (Journal journal = journal(new RealJournalDisk());
        Spool spool = spool(journal)) {
      assertTrue(spool.size() == 0, "all are delivered");
      Lines.await().until(() -> told(journal, "Delivered").size() >= 640);
      List<String> expected = accepted.stream().sorted().toList();
      assertEquals(640, expected.size());
      assertEquals(expected, told(journal, "Accepted"), "seed " + seed);
      assertEquals(expected, told(journal, "Delivered"), "seed " + seed);
    }
  }

  @Test
  void spoolBegunAnewBesideAKeptJournalIsToldOf() throws Exception {
    List<String> accepted = new ArrayList<>();
    try (Journal journal = journal(new RealJournalDisk())) {
      try (Spool spool = spool(journal)) {
        for (int i = 0; i < 300; i++) {
          accepted.add(accept(spool).toString());
        }
      }
      Lines.await().until(() -> told(journal, "Accepted").size() == 300);
    }
    remove(folder.resolve("spool"));
    try (Journal journal = journal(new RealJournalDisk());
        Spool spool = spool(journal)) {
      accepted.add(accept(spool).toString());
      Lines.await().until(() -> told(journal, "Accepted").size() == 301);
      assertEquals(accepted.stream().sorted().toList(), told(journal, "Accepted"));
    }
  }

  private static void remove(Path root) throws IOException {
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
