package io.postern.tests;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.fixtures.smtp.Contents;
import io.postern.fixtures.smtp.Sink;
import io.postern.fixtures.smtp.SmtpTestClient;
import io.postern.tests.told.ToldToFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A deployed archive is told of everything that becomes of mail, in order, also over a restart. */
final class LoggingCalloutsScenarioTest {

  @TempDir Path folder;

  @Test
  void anExtensionIsToldWhatBecameOfEachRecipient() throws Exception {
    Path archive = ExtensionArchive.write(folder.resolve("told.war"), ToldToFile.class);
    Path data = folder.resolve("data");
    AtomicInteger tries = new AtomicInteger();
    try (Sink sink = new Sink()) {
      sink.answerRecipients(
          line ->
              line.contains("<late@") && tries.incrementAndGet() == 1
                  ? Optional.of("451 4.3.2 later")
                  : line.contains("<nobody@")
                      ? Optional.of("550 5.1.1 unknown")
                      : Optional.empty());
      String configuration = Configurations.relayTo(sink.port());
      try (PosternProcess server = PosternProcess.start(data, configuration)) {
        server.command("extension", "deploy", archive.toString(), "--name", "told");
        send(server, "1", "late@sink.test");
        send(server, "2", "nobody@sink.test");
        awaitLine(
            data,
            "accepted \\[late@sink.test] id=\\w{13} message-id=<1@client.test>",
            "deferred late@sink.test attempt=1 reply=451 4.3.2 later id=.*",
            "delivered late@sink.test attempt=2 reply=250 .* id=.*",
            "failed nobody@sink.test attempt=1 reply=550 5.1.1 unknown expired=false id=.*",
            "accepted \\[sender@client.test] id=.*",
            "delivered sender@client.test attempt=1 .*");
        server.stop();
      }
      try (PosternProcess server = PosternProcess.start(data, configuration)) {
        send(server, "3", "someone@sink.test");
        awaitLine(data, "delivered someone@sink.test attempt=1 .* message-id=<3@client.test>");
      }
      List<String> lines = Files.readAllLines(data.resolve("told.txt"));
      assertTrue(
          lines.stream().distinct().count() == lines.size(), "told twice over a restart: " + lines);
    }
  }

  private static void awaitLine(Path data, String... patterns) {
    for (String pattern : patterns) {
      await(pattern)
          .until(
              () ->
                  Files.exists(data.resolve("told.txt"))
                      && Files.readAllLines(data.resolve("told.txt")).stream()
                          .anyMatch(line -> line.matches(pattern)));
    }
  }

  private static void send(PosternProcess server, String number, String recipient)
      throws IOException {
    try (SmtpTestClient client = SmtpTestClient.greeted(server.smtp())) {
      byte[] content = Contents.numbered(number, 2000, new SplittableRandom(5));
      assertTrue(client.send("sender@client.test", recipient, content).startsWith("250"));
    }
  }
}
