package io.postern.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.fixtures.smtp.Sink;
import io.postern.fixtures.smtp.SmtpTestClient;
import io.postern.tests.verdicts.BreaksTheProcess;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an extension does to the process leaves it alive or dead with a code that starts it again.
 * An extension that called {@code System.exit(0)} or interrupted every thread once ended the
 * gateway with code 0, which looks like a stop in order.
 */
final class ProcessEndTest {

  @TempDir Path folder;
  private final Sink sink = new Sink();
  private PosternProcess server;
  private Path archive;

  @BeforeEach
  void start() {
    server = PosternProcess.start(folder.resolve("data"), Configurations.relayTo(sink.port()));
    archive = ExtensionArchive.write(folder.resolve("breaks.war"), BreaksTheProcess.class);
    server.command("extension", "deploy", archive.toString());
  }

  @AfterEach
  void end() {
    server.close();
    sink.close();
  }

  /**
   * The gateway's own threads ignore it, broker and database are connected to again, and the
   * administration's listener, which the server closes, is opened again.
   */
  @Test
  void anInterruptOfEveryThread_isSurvived() {
    sink.keepContents();
    for (int round = 1; round <= 3; round++) {
      send("interrupt");
      String subject = "after interrupt " + round;
      Awaitility.await("mail is taken").atMost(Duration.ofMinutes(1)).until(() -> send(subject));
      Awaitility.await("mail is delivered")
          .atMost(Duration.ofMinutes(2))
          .until(() -> hasArrived(subject));
      Awaitility.await("the administration answers")
          .atMost(Duration.ofMinutes(1))
          .ignoreException(AssertionError.class)
          .until(() -> server.command("status", "--json"), said -> said.contains("state"));
      server.command("extension", "deploy", archive.toString());
    }
    assertEquals(0, server.stop(), String.join("\n", server.console()));
  }

  private boolean hasArrived(String subject) {
    return sink.contents().stream()
        .anyMatch(
            content ->
                new String(content, StandardCharsets.US_ASCII)
                    .contains("Subject: " + subject + "\r\n"));
  }

  @Test
  void anExitByAnExtension_isAFailure() throws Exception {
    send("exit");
    assertEquals(70, server.awaitEnd());
    assertTrue(
        server.console().stream().anyMatch(line -> line.contains("has ended it")),
        String.join("\n", server.console()));
  }

  @Test
  void outOfMemoryEndsTheProcess() throws Exception {
    send("memory");
    assertEquals(3, server.awaitEnd());
  }

  /** Whether it was taken; the one that breaks the process is not, and may lose its session. */
  private boolean send(String subject) {
    byte[] content =
        ("From: a@client.test\r\nSubject: " + subject + "\r\n\r\nHello.\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    try (SmtpTestClient client = SmtpTestClient.greeted(server.smtp())) {
      return client.send("a@client.test", "b@sink.test", content).startsWith("250");
    } catch (UncheckedIOException e) {
      return false;
    }
  }
}
