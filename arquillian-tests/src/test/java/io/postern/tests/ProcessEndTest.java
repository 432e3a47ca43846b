package io.postern.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.tests.verdicts.BreaksTheProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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

  @BeforeEach
  void start() {
    server = PosternProcess.start(folder.resolve("data"), Configurations.relayTo(sink.port()));
    Path archive = ExtensionArchive.write(folder.resolve("breaks.war"), BreaksTheProcess.class);
    server.command("extension", "deploy", archive.toString());
  }

  @AfterEach
  void end() {
    server.close();
    sink.close();
  }

  /** Threads of the spool end, or the server closes the administration's listener. */
  @Test
  void anInterruptOfEveryThread_doesNotLeaveAGatewayHalfAlive() throws Exception {
    send("interrupt");
    assertEquals(70, server.awaitEnd());
    assertTrue(
        server.console().stream()
            .anyMatch(line -> line.contains("ending the process with exit code 70")),
        String.join("\n", server.console()));
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
    try (SmtpClient client = new SmtpClient(server.smtp())) {
      return client.send("a@client.test", "b@sink.test", content).startsWith("250");
    } catch (IOException e) {
      return false;
    }
  }
}
