package io.postern.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.fixtures.Ports;
import io.postern.fixtures.smtp.Contents;
import io.postern.fixtures.smtp.Sink;
import io.postern.fixtures.smtp.SmtpTestClient;
import io.postern.tests.starts.BadStart;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nothing fails open. A gateway whose control database was deleted once took the next start for its
 * first: it printed a new password, and all mail passed without the extensions that it had
 * forgotten.
 */
final class LostFilesScenarioTest {

  @TempDir Path folder;

  @Test
  void aDamagedDatabase_refusesTheStartUntilACopyIsRestored() throws Exception {
    Path data = folder.resolve("data");
    int port = Ports.free();
    Path archive = TwoStampArchive.write(folder.resolve("two-stamps.war"), "kept");
    try (PosternProcess first = PosternProcess.start(data, Configurations.relayTo(port))) {
      first.command("extension", "deploy", archive.toString());
      first.kill();
    }
    Path file = data.resolve("db/postern.mv.db");
    byte[] whole = Files.readAllBytes(file);

    Files.delete(file);
    assertRefused(data, port, "is missing, although a gateway has lived here");
    Files.write(file, new byte[0]);
    assertRefused(data, port, "is empty, although a gateway has lived here");
    Files.write(file, whole);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(whole.length / 2);
    }
    assertRefused(data, port, "control database: " + file);

    List<String> copies =
        recover(data, 0).lines().filter(line -> line.contains(".sql.gz")).toList();
    String newest = copies.getFirst().strip().split(" ")[0];
    recover(data, 0, "--restore-database", newest);
    try (Sink sink = new Sink(port);
        PosternProcess again = PosternProcess.start(data, Configurations.relayTo(port))) {
      assertFalse(again.console().stream().anyMatch(line -> line.contains("password")));
      assertTrue(again.command("extension", "list").contains("two-stamps  revision 1"));
      assertEquals("250", send(again));
      again.stop();
    }
    try (Stream<Path> kept = Files.walk(data.resolve("damaged"))) {
      assertTrue(kept.anyMatch(path -> path.endsWith("postern.mv.db")));
    }
  }

  @Test
  void anExtensionThatIsLost_defersMailUntilItIsUndeployed() throws Exception {
    Path data = folder.resolve("data");
    int port = Ports.free();
    Path archive = TwoStampArchive.write(folder.resolve("two-stamps.war"), "kept");
    try (PosternProcess first = PosternProcess.start(data, Configurations.relayTo(port))) {
      first.command("extension", "deploy", archive.toString());
      assertEquals("250", send(first));
      first.stop();
    }
    Files.delete(data.resolve("extensions/two-stamps--r1.war"));
    recover(data, 0, "--new-database");

    try (PosternProcess second = PosternProcess.start(data, Configurations.relayTo(port))) {
      assertTrue(second.command("status").contains("two-stamps revision 1 is missing"));
      assertEquals("451", send(second));
      second.command("extension", "undeploy", "two-stamps");
      assertEquals("250", send(second));
    }
  }

  @Test
  void anExtensionThatHaltsTheProcessInItsStart_isLeftOutAfterTwoStarts() throws Exception {
    Path data = folder.resolve("data");
    int port = Ports.free();
    Path what = Files.writeString(folder.resolve("what"), "nothing");
    Path archive =
        ExtensionArchive.write(
            folder.resolve("bad-1.war"), BadStart.class, Map.of("bad-start.txt", what.toString()));
    try (PosternProcess first = PosternProcess.start(data, Configurations.relayTo(port))) {
      first.command("extension", "deploy", archive.toString());
      first.stop();
    }
    Files.writeString(what, "halt");

    assertEquals(3, PosternProcess.refusedStart(data, Configurations.relayTo(port)).status());
    assertEquals(3, PosternProcess.refusedStart(data, Configurations.relayTo(port)).status());
    try (PosternProcess third = PosternProcess.start(data, Configurations.relayTo(port))) {
      assertTrue(third.command("status").contains("bad revision 1 is missing"));
      assertEquals("451", send(third));
    }
  }

  /** Its user is there when the next start comes, which creates none and tells of none. */
  @Test
  void aFirstStartThatFails_tellsThePasswordAllTheSame() throws Exception {
    Path data = Files.createDirectories(folder.resolve("data"));
    int port = Ports.free();
    Path link = Files.createSymbolicLink(data.resolve("journal"), Path.of("/nowhere/journal"));
    PosternProcess.Ended failed = PosternProcess.refusedStart(data, Configurations.relayTo(port));
    assertEquals(1, failed.status(), failed.output());
    Matcher told =
        Pattern.compile("first start: log in as admin with the password (\\S+) and choose another")
            .matcher(failed.output());
    assertTrue(told.find(), failed.output());
    assertTrue(failed.output().contains("journal is a symbolic link that leads nowhere"));
    Files.delete(link);

    try (PosternProcess again = PosternProcess.start(data, Configurations.relayTo(port));
        AdminApi api = new AdminApi(again)) {
      assertFalse(again.console().stream().anyMatch(line -> line.contains("password")));
      String login = "{\"user\":\"admin\",\"password\":\"%s\"}".formatted(told.group(1));
      assertEquals(200, api.json("POST", "session", login).statusCode());
    }
    assertTrue(Files.readString(data.resolve("first-sign-in")).contains(told.group(1)));
  }

  private static void assertRefused(Path data, int port, String part) {
    PosternProcess.Ended ended = PosternProcess.refusedStart(data, Configurations.relayTo(port));
    assertEquals(1, ended.status());
    assertTrue(ended.output().contains(part), ended.output());
    assertFalse(ended.output().contains("password"), ended.output());
  }

  private static String recover(Path data, int status, String... words) {
    PosternProcess.Ended ended = PosternProcess.recover(data, words);
    assertEquals(status, ended.status(), ended.output());
    return ended.output();
  }

  /** The reply's code. */
  private static String send(PosternProcess server) throws IOException {
    try (SmtpTestClient client = SmtpTestClient.greeted(server.smtp())) {
      return client
          .send(
              "a@client.test", "b@sink.test", Contents.numbered("1", 2000, new SplittableRandom(5)))
          .substring(0, 3);
    }
  }
}
