package io.postern.tests;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.fixtures.smtp.Contents;
import io.postern.fixtures.smtp.Digest;
import io.postern.fixtures.smtp.Sink;
import io.postern.fixtures.smtp.SmtpTestClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main line: a message in, the same message out; deferral, failure and its report. */
final class FirstMessageTest {

  @TempDir Path folder;
  private Sink sink;
  private PosternProcess server;

  @BeforeEach
  void start() {
    sink = new Sink();
    server = PosternProcess.start(folder.resolve("data"), Configurations.relayTo(sink.port()));
  }

  @AfterEach
  void end() {
    server.close();
    sink.close();
  }

  @Test
  void aMessageArrivesUnchangedButForItsTraceField() throws Exception {
    sink.keepContents();
    byte[] content = Contents.numbered("1", 5000, new SplittableRandom(1));
    try (SmtpTestClient client = SmtpTestClient.greeted(server.smtp())) {
      String reply = client.send("sender@client.test", "someone@sink.test", content);
      assertTrue(reply.matches("250 2\\.0\\.0 .*[0-9A-HJKMNP-TV-Z]{13}.*"), reply);
      await().until(() -> sink.taken().containsKey("1"));
      assertEquals(List.of(Digest.of(content)), sink.taken("1"));
      String arrived = new String(sink.contents().getFirst(), StandardCharsets.ISO_8859_1);
      assertTrue(arrived.startsWith("Received: from client.example.net"), arrived.substring(0, 80));
    }
    assertEquals(0, server.stop());
  }

  @Test
  void aDeferredRecipientIsTriedAgainAndDelivered() throws Exception {
    java.util.concurrent.atomic.AtomicInteger tries =
        new java.util.concurrent.atomic.AtomicInteger();
    sink.answerRecipients(
        line -> tries.incrementAndGet() < 3 ? Optional.of("451 4.3.2 later") : Optional.empty());
    try (SmtpTestClient client = SmtpTestClient.greeted(server.smtp())) {
      client.send(
          "sender@client.test",
          "someone@sink.test",
          Contents.numbered("2", 2000, new SplittableRandom(2)));
    }
    await().until(() -> sink.taken().containsKey("2"));
    assertEquals(3, tries.get());
    await()
        .untilAsserted(
            () ->
                assertEquals(
                    List.of(
                        "Accepted",
                        "AttemptBegun",
                        "Deferred",
                        "AttemptBegun",
                        "Deferred",
                        "AttemptBegun",
                        "Delivered"),
                    JournalFiles.read(server.data).stream()
                        .filter(e -> e.containsKey("id"))
                        .map(e -> e.getString("event"))
                        .toList()));
  }

  @Test
  void aRefusedRecipientIsReportedToTheReversePath() throws Exception {
    sink.answerRecipients(
        line ->
            line.contains("<nobody@") ? Optional.of("550 5.1.1 no such user") : Optional.empty());
    try (SmtpTestClient client = SmtpTestClient.greeted(server.smtp())) {
      client.send(
          "sender@client.test",
          "nobody@sink.test",
          Contents.numbered("3", 2000, new SplittableRandom(3)));
    }
    await().until(() -> !sink.contents().isEmpty());
    String report = new String(sink.contents().getFirst(), StandardCharsets.ISO_8859_1);
    assertTrue(report.contains("multipart/report"), report);
    assertTrue(
        report.contains("Final-Recipient: rfc822;nobody@sink.test")
            || report.contains("Final-Recipient: rfc822; nobody@sink.test"),
        report);
    assertTrue(report.contains("Status: 5.1.1"), report);
    assertTrue(report.contains("no such user"), report);
  }
}
