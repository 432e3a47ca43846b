package io.postern.tests;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.fixtures.smtp.Sink;
import io.postern.fixtures.smtp.SmtpTestClient;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A role that the settings withhold subjects from finds and reads none of them anywhere. */
final class SubjectsScenarioTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  /** Stands in subjects only. */
  private static final String WORD = "zeppelin";

  @TempDir Path folder;
  private final Sink sink = new Sink();
  private PosternProcess gateway;
  private AdminApi api;

  @BeforeEach
  void start() {
    gateway = PosternProcess.start(folder.resolve("data"), settings("auditor"));
    api = new AdminApi(gateway);
  }

  @AfterEach
  void end() {
    api.close();
    gateway.close();
    sink.close();
  }

  private String settings(String role) {
    return Configurations.relayTo(sink.port())
            .replace("routes:\n", "routes:\n  - {domain: held.test, hold: true}\n")
        + "privacy: {subjects: ["
        + role
        + "]}\nexports: {audit: {type: database, url: 'jdbc:h2:mem:subjects', create: true}}\n";
  }

  @Test
  void subjectsAreWithheld_andFoundByNoSearch_untilTheSettingsAllowThem() throws Exception {
    String id = send("ann@sink.test");
    String held = send("bob@held.test");
    await().atMost(SOON).until(() -> lines("journal?event=Delivered&id=" + id).size() == 1);
    await()
        .atMost(SOON)
        .until(() -> object("journal?limit=1").getInt("indexedTo") >= journalLength());

    for (String path :
        List.of(
            "journal?event=Accepted",
            "journal?event=Accepted&after=0",
            "journal/messages/" + id,
            "messages/" + id + "/story",
            "messages?state=held")) {
      String answer = ok(path, Map.of());
      assertTrue(answer.contains("\"withheld\":"), answer);
      assertFalse(answer.contains(WORD), answer);
    }
    for (String type : List.of("application/x-ndjson", "text/csv")) {
      String answer = ok("journal/export?event=Accepted", Map.of("Accept", type));
      assertTrue(answer.contains("withheld"), answer);
      assertFalse(answer.contains(WORD), answer);
    }
    assertEquals(List.of(), live("text=" + WORD, "Delivered"));
    List<String> seen = live("event=Accepted", "Accepted");
    assertTrue(seen.getFirst().contains("\"withheld\":\"subject\""), seen.toString());

    assertEquals(0, object("journal?text=" + WORD).getInt("count"));
    assertEquals(0, object("journal?text=" + WORD).getJsonArray("lines").size());
    assertEquals(2, lines("journal?event=Accepted&text=sender@client.test").size());
    for (String path :
        List.of(
            "journal?subject=" + WORD,
            "journal/export?subject=" + WORD,
            "messages?subject=" + WORD,
            "messages/count?subject=" + WORD,
            "messages/" + held)) {
      HttpResponse<String> refused = api.get(path);
      assertEquals(403, refused.statusCode(), path);
      assertTrue(refused.body().contains("subjects-withheld"), refused.body());
    }
    assertEquals(
        403,
        api.json(
                "POST",
                "bulk",
                "{\"action\":\"delete\",\"state\":\"held\",\"subject\":\"" + WORD + "\"}")
            .statusCode());
    HttpResponse<String> samples = api.json("POST", "exports/audit/samples", "{}");
    assertEquals(200, samples.statusCode(), samples.body());
    assertTrue(samples.body().contains("withheld"), samples.body());
    assertFalse(samples.body().contains(WORD), samples.body());

    allowAdministrators();
    assertTrue(ok("journal/messages/" + id, Map.of()).contains("\"subject\":\"A " + WORD));
    assertEquals(2, lines("journal?event=Accepted&subject=" + WORD).size());
    assertTrue(ok("messages/" + held, Map.of()).contains("Subject: A " + WORD));
    await()
        .atMost(SOON)
        .until(
            () ->
                ok("journal?event=AdministratorActed&id=" + held, Map.of())
                    .contains("looked into the message"));
  }

  @Test
  void figures_areThereForAScraper() throws Exception {
    String id = send("ann@sink.test");
    await().atMost(SOON).until(() -> lines("journal?event=Delivered&id=" + id).size() == 1);
    await()
        .atMost(SOON)
        .until(
            () -> {
              List<String> figures = ok("metrics", Map.of("Accept", "text/plain")).lines().toList();
              return figures.contains("postern_messages_accepted_total 1.0")
                  && figures.contains("postern_search_index_behind_lines 0.0")
                  && figures.contains(
                      "postern_export_behind_lines{target=\"audit\",type=\"database\"} 0.0");
            });
    HttpResponse<String> open =
        api.get("metrics", Map.of("Accept", "application/openmetrics-text; version=1.0.0"));
    assertTrue(open.body().endsWith("# EOF\n"), open.body());
  }

  private void allowAdministrators() throws Exception {
    JsonObject state = object("settings");
    String body =
        Json.createObjectBuilder()
            .add("source", state.getString("source").replace("[auditor]", "[administrator]"))
            .add("note", "")
            .add("revision", state.getInt("revision"))
            .build()
            .toString();
    HttpResponse<String> applied = api.json("PUT", "settings", body);
    assertEquals(200, applied.statusCode(), applied.body());
  }

  /** What the live journal gives from its beginning, up to a line of this event. */
  private List<String> live(String conditions, String until) throws Exception {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                api.open("journal/stream?after=0&" + conditions, Map.of()),
                StandardCharsets.UTF_8))) {
      // Its id says how far it looked, also when the filter took all lines.
      long last = sequence(until);
      List<String> data = new ArrayList<>();
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.startsWith("data: ")) {
          data.add(line);
        } else if (line.startsWith("id: ") && Long.parseLong(line.substring(4)) >= last) {
          String next = reader.readLine();
          if (next != null && next.startsWith("event: ")) {
            data.add(reader.readLine());
          }
          return data;
        }
      }
      return data;
    }
  }

  private long sequence(String event) throws Exception {
    return lines("journal?event=" + event).getJsonObject(0).getJsonNumber("seq").longValue();
  }

  private long journalLength() throws Exception {
    return lines("journal?limit=1").getJsonObject(0).getJsonNumber("seq").longValue();
  }

  private JsonArray lines(String path) throws Exception {
    return object(path).getJsonArray("lines");
  }

  private JsonObject object(String path) throws Exception {
    try (JsonReader reader = Json.createReader(new StringReader(ok(path, Map.of())))) {
      return reader.readObject();
    }
  }

  private String ok(String path, Map<String, String> fields) throws Exception {
    HttpResponse<String> answer = api.get(path, fields);
    assertEquals(200, answer.statusCode(), path + ": " + answer.body());
    return answer.body();
  }

  /** The queue id that the reply names. */
  private String send(String recipient) throws IOException {
    byte[] content =
        ("From: <sender@client.test>\r\nSubject: A " + WORD + "\r\n\r\nHello.\r\n")
            .getBytes(StandardCharsets.UTF_8);
    try (SmtpTestClient client = SmtpTestClient.greeted(gateway.smtp())) {
      String reply = client.send("sender@client.test", recipient, content);
      assertTrue(reply.startsWith("250"), reply);
      return reply.split(" ")[2];
    }
  }
}
