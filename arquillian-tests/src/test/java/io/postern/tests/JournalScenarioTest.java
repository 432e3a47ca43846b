package io.postern.tests;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.postern.fixtures.smtp.Contents;
import io.postern.fixtures.smtp.Sink;
import io.postern.fixtures.smtp.SmtpTestClient;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal as an auditor's own programs take it out of a running gateway. */
final class JournalScenarioTest {

  private static final String NDJSON = "application/x-ndjson";

  @TempDir Path folder;
  private final Sink sink = new Sink();
  private PosternProcess server;

  @BeforeEach
  void start() {
    server = PosternProcess.start(folder.resolve("data"), Configurations.relayTo(sink.port()));
  }

  @AfterEach
  void end() {
    server.close();
    sink.close();
  }

  private void send(int first, int count) throws Exception {
    try (SmtpTestClient client = SmtpTestClient.greeted(server.smtp())) {
      for (int i = first; i < first + count; i++) {
        client.send(
            "sender@client.test",
            "someone@sink.test",
            Contents.numbered("n" + i, 2000, new SplittableRandom(i)));
      }
    }
    await().until(() -> sink.taken().size() >= first + count);
  }

  private static JsonObject object(String json) {
    try (JsonReader reader = Json.createReader(new StringReader(json))) {
      return reader.readObject();
    }
  }

  private static List<Long> sequences(Stream<String> lines) {
    return lines.map(line -> object(line).getJsonNumber("seq").longValueExact()).toList();
  }

  @Test
  void everyLineIsTakenOnce_byPagesStreamAndDownload_andIsAsItWasWritten() throws Exception {
    send(0, 20);
    await()
        .until(
            () ->
                JournalFiles.read(server.data).stream()
                    .anyMatch(line -> line.getString("event").equals("SessionEnded")));
    try (AdminApi api = new AdminApi(server)) {
      List<String> lines = pages(api);
      assertEquals(
          LongStream.rangeClosed(1, lines.size()).boxed().toList(), sequences(lines.stream()));
      JsonSchema schema =
          JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
              .getSchema(api.get("journal/schema").body());
      for (String line : lines) {
        assertEquals(Set.of(), schema.validate(line, InputFormat.JSON), line);
      }
      Set<String> events =
          lines.stream().map(line -> object(line).getString("event")).collect(Collectors.toSet());
      assertTrue(
          events.containsAll(
              Set.of("SessionOpened", "Accepted", "AttemptBegun", "Delivered", "SessionEnded")),
          events.toString());
      assertEquals(409, api.get("journal?after=999999999").statusCode());
      assertEquals(400, api.get("journal?after=x").statusCode());
      streams(api, lines.size());
      downloads(api);
    }
    verifies();
  }

  private static List<String> pages(AdminApi api) throws IOException, InterruptedException {
    List<String> lines = new ArrayList<>();
    String after = "0";
    while (true) {
      HttpResponse<String> page =
          api.get("journal?limit=7&after=" + after, Map.of("Accept", NDJSON));
      assertEquals(200, page.statusCode(), page.body());
      if (page.body().isEmpty()) {
        JsonObject json = object(api.get("journal?limit=7&after=" + after).body());
        assertEquals(after, json.getJsonNumber("next").toString());
        return lines;
      }
      page.body().lines().forEach(lines::add);
      after = page.headers().firstValue("Postern-Next").orElseThrow();
    }
  }

  /** A reader that is cut off goes on where it was, from the files into what is written now. */
  private void streams(AdminApi api, int written) throws Exception {
    List<Long> seen = new ArrayList<>();
    String id = read(api, "journal/stream?after=0", Map.of(), seen, written / 2);
    send(20, 10);
    while (seen.size() < written + 20) {
      id = read(api, "journal/stream", Map.of("Last-Event-ID", id), seen, 25);
    }
    assertEquals(LongStream.rangeClosed(1, seen.size()).boxed().toList(), seen);
  }

  /** Reads events until so many lines came, and answers with the id of the last one. */
  private static String read(
      AdminApi api, String path, Map<String, String> fields, List<Long> seen, int count)
      throws Exception {
    int wanted = seen.size() + count;
    String id = "";
    try (InputStream stream = api.open(path, fields);
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      while (seen.size() < wanted) {
        String line = reader.readLine();
        if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("data: ")) {
          JsonObject event = object(line.substring(6));
          assertEquals(0, event.getInt("dropped"));
          event
              .getJsonArray("lines")
              .getValuesAs(JsonObject.class)
              .forEach(one -> seen.add(one.getJsonNumber("seq").longValueExact()));
        }
      }
    }
    return id;
  }

  private void downloads(AdminApi api) throws Exception {
    await()
        .until(
            () ->
                JournalFiles.read(server.data).stream()
                        .filter(line -> line.getString("event").equals("Delivered"))
                        .count()
                    == 30);
    HttpResponse<String> csv =
        api.get(
            "journal/export?event=Delivered&columns=seq,recipient", Map.of("Accept", "text/csv"));
    assertEquals(200, csv.statusCode(), csv.body());
    // The others of a line may have several lines in their cell.
    long rows =
        csv.body().lines().filter(row -> row.matches("\\d+,someone@sink\\.test,.*")).count();
    assertTrue(csv.body().startsWith("seq,recipient,others\r\n"), csv.body());
    assertEquals(30, rows);
    HttpResponse<String> lines =
        api.get("journal/export?event=Delivered", Map.of("Accept", NDJSON));
    assertEquals(30, lines.body().lines().count());
    await()
        .until(
            () ->
                JournalFiles.read(server.data).stream()
                    .filter(line -> line.getString("action", "").equals("journal downloaded"))
                    .anyMatch(line -> line.getString("conditions").equals("event=Delivered")));
    assertEquals(400, api.get("journal/export?limit=3").statusCode());
    assertEquals(400, api.get("journal/export?columns=bogus").statusCode());
  }

  private void verifies() throws Exception {
    List<String> verify = List.of("journal", "verify", "--data", server.data.toString());
    PosternProcess.Ended whole = PosternProcess.ended(verify);
    assertEquals(0, whole.status(), whole.output());
    assertTrue(whole.output().contains("are as they were written"), whole.output());
    assertTrue(whole.output().contains("chain at line"), whole.output());
    assertTrue(
        server.command("journal", "--after", "2", "--limit", "1", "--json").contains("\"seq\":3,"));
    server.stop();
    Path file;
    try (Stream<Path> files = Files.list(server.data.resolve("journal"))) {
      file = files.filter(path -> path.toString().endsWith(".jsonl")).findFirst().orElseThrow();
    }
    String text = Files.readString(file);
    int at = text.indexOf("someone@sink.test");
    Files.writeString(file, text.substring(0, at) + "s0meone" + text.substring(at + 7));
    long line = text.substring(0, at).lines().count();
    PosternProcess.Ended changed = PosternProcess.ended(verify);
    assertEquals(1, changed.status(), changed.output());
    assertTrue(changed.output().contains("line " + line + " was changed"), changed.output());
  }
}
