package io.postern.tests;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.fixtures.smtp.Sink;
import io.postern.fixtures.smtp.SmtpTestClient;
import io.postern.tests.logs.LogsAndLooks;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a deployed extension logs stands in the log and with the message; and it finds no other
 * application.
 */
final class ExtensionLogScenarioTest {

  private static final String ASKED = "asked for bob@sink.test\\u{d}\\u{a}forged";

  /** The old package is gone; the list is taken; what it is bound into is closed. */
  private static final String FOUND =
      "found ClassNotFoundException, IllegalStateException, InaccessibleObjectException";

  @TempDir Path folder;

  @Test
  void linesStandInTheLogAndWithTheMessage_andNoOtherApplicationIsFound() throws Exception {
    Path archive = ExtensionArchive.write(folder.resolve("looks.war"), LogsAndLooks.class);
    try (Sink sink = new Sink();
        PosternProcess server =
            PosternProcess.start(folder.resolve("data"), Configurations.relayTo(sink.port()))) {
      server.command("extension", "deploy", archive.toString(), "--name", "looks");
      try (SmtpTestClient client = SmtpTestClient.greeted(server.smtp())) {
        String reply =
            client.send(
                "a@client.test",
                "bob@sink.test",
                "Subject: x\r\n\r\ntext\r\n".getBytes(StandardCharsets.US_ASCII));
        assertTrue(reply.startsWith("250"), reply);
      }

      JsonObject accepted =
          await()
              .until(
                  () ->
                      JournalFiles.read(server.data).stream()
                          .filter(event -> event.getString("event").equals("Accepted"))
                          .findFirst()
                          .orElse(null),
                  found -> found != null);
      assertEquals(
          "RecipientGiven looks--r1 level=info text=" + ASKED,
          accepted.getString("callout-log-01"));
      assertEquals(
          "MessageBeforeSpool looks--r1 level=warning text=" + FOUND,
          accepted.getString("callout-log-02"));
      String id = accepted.getString("id");
      String story = server.command("journal", id);
      assertTrue(story.contains("  RecipientGiven looks--r1 level=info text="), story);

      String session = accepted.getString("session");
      String name = "extension looks (looks--r1) at ";
      awaitLine(server, name + "RecipientGiven, session " + session + ": " + ASKED);
      awaitLine(
          server,
          name + "MessageBeforeSpool, session " + session + ", message " + id + ": " + FOUND);
      awaitLine(
          server,
          name + "RecipientDeliveredLogged, session " + session + ", message " + id + ", line ");
    }
  }

  private static void awaitLine(PosternProcess server, String part) {
    Path log = server.data.resolve("log/server.log");
    await(part).until(() -> Files.readString(log).contains(part));
  }
}
