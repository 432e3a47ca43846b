package io.postern.tests;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.fixtures.Ports;
import io.postern.fixtures.smtp.Contents;
import io.postern.fixtures.smtp.Sink;
import io.postern.fixtures.smtp.SmtpTestClient;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The configuration is changed while the gateway runs, and the change outlives a restart. */
final class SettingsScenarioTest {

  private static final String WITHOUT_ROUTE =
      """
      hostName: gateway.test
      relayNetworks: [127.0.0.0/8]
      retry: {schedule: [1s, 2s, 3s], lifetime: 1h}
      """;

  @TempDir Path folder;
  private final Sink sink = new Sink();

  @AfterEach
  void end() {
    sink.close();
  }

  @Test
  void aRouteAppliedByRestDeliversAtOnceAndAfterARestart() throws Exception {
    Path data = folder.resolve("data");
    String changed = Configurations.relayTo(sink.port());
    try (PosternProcess first = PosternProcess.start(data, WITHOUT_ROUTE);
        AdminApi api = new AdminApi(first)) {
      try (SmtpTestClient client = SmtpTestClient.greeted(first.smtp())) {
        String reply = client.send("a@client.test", "b@sink.test", new byte[0]);
        assertTrue(reply.startsWith("550 5.4.4 "), reply);
      }
      await().until(() -> journalHas(data, "Rejected"));

      JsonObject state = parsed(api.get("settings"));
      assertEquals(WITHOUT_ROUTE, state.getString("source"));
      assertEquals(1, state.getInt("revision"));
      assertEquals("postern", state.getString("author"));
      assertEquals(0, state.getJsonArray("afterRestart").size());

      HttpResponse<String> wrong =
          api.json("PUT", "settings", body(changed + "routes: 7\nhostNam: x\n", 1));
      assertEquals(422, wrong.statusCode());
      JsonObject problem = parsed(wrong).getJsonArray("problems").getJsonObject(0);
      assertEquals(6, problem.getInt("line"), wrong.body());
      assertEquals("routes", problem.getString("path"), wrong.body());
      assertEquals(409, api.json("PUT", "settings", body(changed, 0)).statusCode());
      assertEquals(1, parsed(api.get("settings")).getInt("revision"));

      HttpResponse<String> applied = api.json("PUT", "settings", body(changed, 1));
      assertEquals(200, applied.statusCode(), applied.body());
      assertEquals(2, parsed(applied).getInt("revision"));
      send(first.smtp(), "applied");
      await().until(() -> sink.taken().containsKey("applied"));
      assertTrue(acted(data, "settings changed", "2"));
      assertEquals(0, first.stop());
    }
    try (PosternProcess second = PosternProcess.start(data, WITHOUT_ROUTE);
        AdminApi api = new AdminApi(second)) {
      send(second.smtp(), "restarted");
      await().until(() -> sink.taken().containsKey("restarted"));
      assertEquals(changed, parsed(api.get("settings")).getString("source"));
      String log = Files.readString(data.resolve("log/server.log"));
      assertTrue(log.contains("settings: revision 2 by "), log);
      assertTrue(log.contains("has not changed since revision 1"), log);
      assertEquals(0, second.stop());
    }
    try (PosternProcess third = PosternProcess.start(data, WITHOUT_ROUTE + "# edited\n");
        AdminApi api = new AdminApi(third)) {
      JsonObject state = parsed(api.get("settings"));
      assertEquals(3, state.getInt("revision"), "a file that has changed is taken");
      assertEquals(WITHOUT_ROUTE + "# edited\n", state.getString("source"));
    }
  }

  @Test
  void theCommandAppliesShowsAndRollsBack() throws Exception {
    Path data = folder.resolve("data");
    int free = Ports.free();
    String before = Configurations.relayTo(sink.port());
    Path file =
        Files.writeString(
            folder.resolve("new.yaml"),
            before
                + "listeners: [{port: 2525}, {name: more, port: %d}]\n".formatted(free)
                + "admin: {port: 1}\n");
    try (PosternProcess first = PosternProcess.start(data, before)) {
      assertEquals(before, first.command("config", "export"));
      assertTrue(first.command("config", "check", file.toString()).contains(": configuration OK"));
      assertTrue(first.command("config", "diff", file.toString()).contains("+admin: {port: 1}"));

      String applied = first.command("config", "apply", file.toString(), "--note", "one more");
      assertEquals(
          """
          revision 2 is now active
          listeners: after restart
          admin.port: set in the configuration file or by an option of run only
          """,
          applied);
      assertTrue(first.command("config", "history").contains("one more"));
      assertTrue(first.command("status").contains("running"));
      assertEquals(0, first.stop());
    }
    try (PosternProcess second = PosternProcess.start(data, before)) {
      send(new InetSocketAddress("127.0.0.1", free), "more");
      await().until(() -> sink.taken().containsKey("more"));

      assertTrue(second.command("config", "rollback", "1").contains("revision 3 is now active"));
      assertEquals(before, second.command("config", "export"));
      assertTrue(
          second.failingCommand("config", "rollback", "9").contains("no settings revision 9"));
      Path wrong = Files.writeString(folder.resolve("wrong.yaml"), "hostNam: x\n");
      assertTrue(
          second.failingCommand("config", "apply", wrong.toString()).contains("line 1, hostNam"));
    }
  }

  private static boolean journalHas(Path data, String event) {
    return JournalFiles.read(data).stream().anyMatch(e -> e.getString("event").equals(event));
  }

  private static boolean acted(Path data, String action, String revision) {
    return JournalFiles.read(data).stream()
        .anyMatch(
            e ->
                e.getString("action", "").equals(action)
                    && e.getString("revision", "").equals(revision)
                    && e.getString("before", "").equals("1")
                    && e.getString("changed", "").contains("+routes:")
                    && !e.getString("actor", "").isEmpty());
  }

  private static String body(String source, int revision) {
    return Json.createObjectBuilder()
        .add("source", source)
        .add("note", "a route")
        .add("revision", revision)
        .build()
        .toString();
  }

  private static JsonObject parsed(HttpResponse<String> response) {
    try (JsonReader reader = Json.createReader(new StringReader(response.body()))) {
      return reader.readObject();
    }
  }

  private static void send(InetSocketAddress server, String number) throws IOException {
    try (SmtpTestClient client = SmtpTestClient.greeted(server)) {
      String reply =
          client.send(
              "a@client.test",
              "b@sink.test",
              Contents.numbered(number, 2000, new SplittableRandom(7)));
      assertTrue(reply.startsWith("250"), reply);
    }
  }
}
