package io.postern.tests;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.fixtures.Ports;
import io.postern.fixtures.smtp.Contents;
import io.postern.fixtures.smtp.Sink;
import io.postern.fixtures.smtp.SmtpTestClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What survives a restart: extensions, mail that waits for a dead next hop, and a password chosen a
 * moment before.
 */
final class RestartTest {

  private static final Pattern FIRST_PASSWORD =
      Pattern.compile("first start: log in as admin with the password (\\S+) and");

  @TempDir Path folder;

  @Test
  void anExtensionIsAskedAgainAndWaitingMailIsDelivered() throws Exception {
    Path archive = TwoStampArchive.write(folder.resolve("two-stamps.war"), "kept");
    int port = Ports.free();
    Path data = folder.resolve("data");
    try (PosternProcess first = PosternProcess.start(data, Configurations.relayTo(port))) {
      first.command("extension", "deploy", archive.toString(), "--name", "two-stamps");
      send(first, "before");
      await()
          .untilAsserted(
              () ->
                  assertTrue(
                      JournalFiles.read(data).stream()
                          .anyMatch(e -> e.getString("event").equals("Deferred"))));
      assertEquals(0, first.stop());
    }
    try (Sink sink = new Sink(port);
        PosternProcess second = PosternProcess.start(data, Configurations.relayTo(port))) {
      sink.keepContents();
      assertFalse(
          second.console().stream().anyMatch(line -> line.contains("first start")),
          "users survive");
      send(second, "after");
      await().until(() -> sink.taken().containsKey("before") && sink.taken().containsKey("after"));
      for (byte[] content : sink.contents()) {
        String text = new String(content, StandardCharsets.ISO_8859_1);
        assertTrue(text.contains("X-Stamp-Mail: kept"), text);
        assertTrue(text.contains("X-Stamp-Spool: kept"), text);
      }
    }
  }

  /** H2 writes what was committed half a second later, and did not sync it. */
  @Test
  void passwordChosenAMomentBeforeAKill_isStillTheOne() throws Exception {
    Path data = folder.resolve("data");
    int port = Ports.free();
    PosternProcess first = PosternProcess.start(data, Configurations.relayTo(port));
    int adminPort = first.adminPort;
    try (first) {
      String password =
          first.console().stream()
              .map(FIRST_PASSWORD::matcher)
              .filter(Matcher::find)
              .map(found -> found.group(1))
              .findFirst()
              .orElseThrow();
      ApplianceAdmin admin = new ApplianceAdmin(adminPort, "admin", password);
      admin.signInAndChoosePassword();
      first.kill();
    }
    try (PosternProcess second = PosternProcess.start(data, Configurations.relayTo(port))) {
      new ApplianceAdmin(second.adminPort, "admin", "another one").signInAgain();
    }
  }

  private static void send(PosternProcess server, String number) throws IOException {
    try (SmtpTestClient client = SmtpTestClient.greeted(server.smtp())) {
      assertTrue(
          client
              .send(
                  "a@client.test",
                  "b@sink.test",
                  Contents.numbered(number, 2000, new SplittableRandom(5)))
              .startsWith("250"));
    }
  }
}
