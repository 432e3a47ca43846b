package io.postern.tests;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.fixtures.smtp.Sink;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The index works within the server's class loaders, answers by REST and command, is there again
 * after kill -9 and after damage, and the story of a message says what happened and what follows.
 */
final class SearchScenarioTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;
  private final Sink sink = new Sink();
  private PosternProcess server;

  @BeforeEach
  void start() {
    Awaitility.setDefaultTimeout(PATIENCE);
    server = PosternProcess.start(data(), configuration());
  }

  @AfterEach
  void end() {
    Awaitility.reset();
    server.close();
    sink.close();
  }

  private Path data() {
    return folder.resolve("data");
  }

  private String configuration() {
    return Configurations.relayTo(sink.port())
        .replace("routes:\n", "routes:\n  - {domain: held.test, hold: true}\n");
  }

  @Test
  void messagesAreFound_alsoAfterAKillAndWithADamagedIndex() throws Exception {
    String delivered = server.send("ann@sink.test", "Minutes of the meeting");
    String held = server.send("bob@held.test", "Invoice seventeen");
    await().until(() -> search("event=Delivered&id=" + delivered).getInt("count") == 1);
    awaitIndexed();
    assertFound(delivered, held);

    server.kill();
    server = PosternProcess.start(data(), configuration());
    awaitIndexed();
    assertFound(delivered, held);

    server.stop();
    try (Stream<Path> files = Files.list(data().resolve("index"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".cfs")).toList()) {
        byte[] octets = Files.readAllBytes(file);
        octets[octets.length / 2] ^= 1;
        Files.write(file, octets);
      }
    }
    server = PosternProcess.start(data(), configuration());
    awaitIndexed();
    assertFound(delivered, held);
    assertTrue(search("event=NoticeRaised&text=index%20damaged").getInt("count") >= 1);
  }

  private void assertFound(String delivered, String held) throws Exception {
    assertEquals(List.of(delivered), ids("subject=MINUTES&event=Accepted"));
    assertEquals(List.of(delivered), ids("recipient-domain=test&event=Delivered"));
    assertEquals(
        List.of(held), ids("peer=127.0.0.0/8&event=Held&sender-domain=client.test&subject=seven*"));
    assertEquals(
        List.of(held, delivered), ids("text=meeting%20sender@client.test", "text=invoice"));
    String lines = server.command("journal", "--subject", "invoice", "--event", "Accepted");
    assertTrue(lines.contains(held) && !lines.contains(delivered), lines);

    JsonObject story = json("messages/" + held + "/story");
    JsonObject recipient = story.getJsonArray("recipients").getJsonObject(0);
    assertEquals("held", recipient.getString("state"));
    assertTrue(recipient.getString("next").contains("under Queue"), recipient.toString());
    assertEquals("Invoice seventeen", story.getJsonObject("envelope").getString("subject"));
    String text = server.command("journal", delivered);
    assertTrue(text.contains("recipient   ann@sink.test delivered"), text);
    assertTrue(text.contains(" attempt 1 "), text);
    String asJson = server.command("journal", delivered, "--json");
    assertTrue(asJson.contains("\"finished\":true"), asJson);
  }

  private void awaitIndexed() {
    await()
        .until(
            () -> {
              JsonObject found = search("limit=1");
              long last =
                  found.getJsonArray("lines").getJsonObject(0).getJsonNumber("seq").longValue();
              return found.getJsonNumber("indexedTo").longValue() >= last;
            });
  }

  /** The messages that the searches find, one after the other. */
  private List<String> ids(String... queries) throws Exception {
    Stream.Builder<String> ids = Stream.builder();
    for (int i = queries.length - 1; i >= 0; i--) {
      for (JsonValue line : search(queries[i] + "&limit=50").getJsonArray("lines")) {
        ids.add(line.asJsonObject().getString("id", "-"));
      }
    }
    return ids.build().distinct().toList();
  }

  private JsonObject search(String query) throws Exception {
    return json("journal?" + query);
  }

  private JsonObject json(String path) throws Exception {
    try (AdminApi api = new AdminApi(server)) {
      HttpResponse<String> answer = api.get(path);
      assertEquals(200, answer.statusCode(), answer.body());
      try (JsonReader reader = Json.createReader(new StringReader(answer.body()))) {
        return reader.readObject();
      }
    }
  }
}
