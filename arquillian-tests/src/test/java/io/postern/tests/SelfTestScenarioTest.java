package io.postern.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.fixtures.smtp.SmtpTestClient;
import io.postern.tests.selftest.FailsAlways;
import io.postern.tests.selftest.RefusesAll;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code postern selftest} at a site that relays for nobody and routes nothing. */
final class SelfTestScenarioTest {

  private static final List<String> PARTS =
      List.of("database", "smtp", "spool", "delivery", "journal", "extensions");

  @TempDir static Path folder;
  private static PosternProcess server;

  @BeforeAll
  static void start() {
    server = PosternProcess.start(folder.resolve("data"), "hostName: gateway.test\nroutes: []\n");
  }

  @AfterAll
  static void end() {
    server.close();
  }

  @AfterEach
  void nothingIsLeftInTheSpool() {
    assertTrue(server.command("status").contains("unfinished  0"), server.command("status"));
  }

  @Test
  void everyPartPasses_alsoTheSecondTime() {
    assertPassed(server.command("selftest"));
    assertPassed(server.command("selftest", "--wait", "10"));
  }

  @Test
  void theProbeIsInTheJournal_andItsTesterToo() {
    server.command("selftest");
    List<JsonObject> events = JournalFiles.read(server.data);
    assertTrue(
        events.stream()
            .anyMatch(
                e ->
                    e.getString("event").equals("Delivered")
                        && e.getString("recipient", "").endsWith("@selftest.postern.invalid")),
        events.toString());
    assertTrue(
        events.stream().anyMatch(e -> e.getString("action", "").equals("self-test")),
        events.toString());
  }

  @Test
  void anExtensionThatRefusesAndChangesAll_isNoFailure() {
    deploy("refuses-all", RefusesAll.class);
    try {
      String output = server.command("selftest");
      assertPassed(output);
      assertTrue(output.contains("1 is in force"), output);
    } finally {
      server.command("extension", "undeploy", "refuses-all");
    }
  }

  @Test
  void anExtensionThatFails_isNamedWithItsError() {
    deploy("fails-always", FailsAlways.class);
    try {
      String output = server.failingCommand("selftest");
      assertTrue(output.contains("FAIL  extensions"), output);
      assertTrue(output.contains("fails-always failed 1 times"), output);
      assertTrue(output.contains("broken by design"), output);
      assertTrue(output.contains("pass  delivery"), output);
    } finally {
      server.command("extension", "undeploy", "fails-always");
    }
  }

  @Test
  void nobodyElseCanSendToTheProbesDomain() throws IOException {
    try (SmtpTestClient client = SmtpTestClient.greeted(server.smtp())) {
      String reply =
          client.send("a@client.test", "probe-1@selftest.postern.invalid", new byte[] {'\r', '\n'});
      assertTrue(reply.startsWith("550"), reply);
    }
  }

  @Test
  void theCommandFindsTheGatewayByItsFolderAlone() throws IOException {
    String left = Files.readString(server.data.resolve("running"));
    assertTrue(left.contains("admin=https\\://127.0.0.1\\:" + server.adminPort + "\n"), left);
  }

  @Test
  void theResultIsAnAnswer_andNonsenseIsNot() throws Exception {
    try (AdminApi api = new AdminApi(server)) {
      HttpResponse<String> answer = api.post("selftest", new byte[0]);
      assertEquals(200, answer.statusCode(), answer.body());
      assertTrue(
          answer.body().matches("(?s)\\{\"parts\":\\[.*],\"passed\":true,\"tookMillis\":\\d+}"),
          answer.body());
      assertEquals(400, api.post("selftest?seconds=1", new byte[0]).statusCode());
      assertEquals(403, api.post("selftest", new byte[0], Map.of()).statusCode());
    }
  }

  /** The order matters: the folder is what only the image has. */
  @Test
  void anUpdateIsKeptWholeForRoot_whereThereAreSlots_andRefusedElsewhere() throws Exception {
    Path updates = server.data.resolve("update");
    try (AdminApi api = new AdminApi(server)) {
      for (HttpResponse<String> answer :
          List.of(api.get("update"), api.post("update", new byte[10]))) {
        assertEquals(409, answer.statusCode(), answer.body());
        assertTrue(answer.body().contains("not the appliance's image"), answer.body());
      }
      Files.createDirectory(updates);
      assertEquals(200, api.get("update").statusCode());
      assertEquals(403, api.post("update", new byte[10], Map.of()).statusCode());
      assertEquals(422, api.post("update", new byte[0]).statusCode());
      byte[] large = new byte[30_000_000];
      HttpResponse<String> answer = api.post("update?again=true", large);
      assertEquals(202, answer.statusCode(), answer.body());
      assertTrue(answer.body().contains("\"waiting\":true"), answer.body());
      assertEquals(large.length, Files.size(updates.resolve("upload.update")));
      assertEquals(
          List.of("again=true", "by=postern-command", "downgrade=false"),
          Files.readAllLines(updates.resolve("upload.request")));
      assertEquals(409, api.post("update", new byte[10]).statusCode());
      assertTrue(
          JournalFiles.read(server.data).stream()
              .anyMatch(e -> e.getString("action", "").equals("update requested")));
    }
  }

  private static void deploy(String name, Class<?> observer) {
    Path archive = ExtensionArchive.write(folder.resolve(name + ".war"), observer);
    server.command("extension", "deploy", archive.toString(), "--name", name);
  }

  private static void assertPassed(String output) {
    assertEquals(
        PARTS,
        output
            .lines()
            .filter(line -> line.startsWith("pass  "))
            .map(line -> line.split(" +")[1])
            .toList(),
        output);
  }
}
