package io.postern.tests;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.fixtures.Ports;
import io.postern.fixtures.smtp.Contents;
import io.postern.fixtures.smtp.Sink;
import io.postern.fixtures.smtp.SmtpTestClient;
import io.postern.tests.notes.CountsInNotes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Notes of session, transaction and message: the first end with the session, the second with the
 * transaction, the third are with the message after a restart, up to the logging callouts.
 */
final class NotesScenarioTest {

  @TempDir Path folder;

  @Test
  void notesEndWhenTheyShould_andThoseOfTheMessageOutlastARestart() throws Exception {
    Path archive = ExtensionArchive.write(folder.resolve("counts.war"), CountsInNotes.class);
    Path data = folder.resolve("data");
    int port = Ports.free();
    try (PosternProcess first = PosternProcess.start(data, Configurations.relayTo(port))) {
      first.command("extension", "deploy", archive.toString(), "--name", "counts");
      try (SmtpTestClient client = SmtpTestClient.greeted(first.smtp())) {
        begin(client, "left@sink.test", "behind@sink.test");
        assertTrue(client.ask("RSET").startsWith("250"));
        assertTrue(client.send("a@client.test", "one@sink.test", content("1")).startsWith("250"));
        assertTrue(client.send("a@client.test", "two@sink.test", content("2")).startsWith("250"));
      }
      try (SmtpTestClient client = SmtpTestClient.greeted(first.smtp())) {
        assertTrue(client.send("a@client.test", "new@sink.test", content("3")).startsWith("250"));
      }
      assertEquals(0, first.stop());
    }
    try (Sink sink = new Sink(port);
        PosternProcess second = PosternProcess.start(data, Configurations.relayTo(port));
        SmtpTestClient client = SmtpTestClient.greeted(second.smtp())) {
      assertTrue(client.send("a@client.test", "last@sink.test", content("4")).startsWith("250"));
      await()
          .untilAsserted(
              () ->
                  assertEquals(
                      List.of(
                          "accepted {counts.recipients=1, counts.senders=1, counts.transaction=1}",
                          "accepted {counts.recipients=1, counts.senders=1, counts.transaction=1}",
                          "accepted {counts.recipients=1, counts.senders=2, counts.transaction=2}",
                          "accepted {counts.recipients=1, counts.senders=3, counts.transaction=3}",
                          "delivered last@sink.test"
                              + " {counts.recipients=1, counts.senders=1, counts.transaction=1}",
                          "delivered new@sink.test"
                              + " {counts.recipients=1, counts.senders=1, counts.transaction=1}",
                          "delivered one@sink.test"
                              + " {counts.recipients=1, counts.senders=2, counts.transaction=2}",
                          "delivered two@sink.test"
                              + " {counts.recipients=1, counts.senders=3, counts.transaction=3}"),
                      lines(data)));
      assertEquals(4, sink.taken().size());
    }
  }

  /** MAIL and RCPT, without content. */
  private static void begin(SmtpTestClient client, String... recipients) throws IOException {
    assertTrue(client.ask("MAIL FROM:<a@client.test>").startsWith("250"));
    for (String recipient : recipients) {
      assertTrue(client.ask("RCPT TO:<" + recipient + ">").startsWith("250"));
    }
  }

  private static byte[] content(String number) {
    return Contents.numbered(number, 2000, new SplittableRandom(5));
  }

  private static List<String> lines(Path data) throws IOException {
    return Files.readAllLines(data.resolve("notes.txt")).stream().sorted().toList();
  }
}
