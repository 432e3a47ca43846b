package io.postern.gateway.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.postern.gateway.spool.RecipientState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JournalSchemaTest {

  private static final Path RECORDED =
      Path.of("../arquillian-tests/src/test/resources/data-folders/16c81fb.zip");

  private final JsonSchema schema =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(JournalSchema.document());

  @TempDir Path folder;

  @Test
  void lineOfEveryEvent_isValid() throws Exception {
    try (Journal journal = Journal.open(folder, Lines.OPTIONS, Lines.CLOCK)) {
      journal.read(List.of(Records.accepted(1), Records.delivered(2, 1)));
      RecipientState waiting = new RecipientState.Waiting(1, Records.NOON.plusSeconds(60));
      journal.read(List.of(Records.marked(3, 1, waiting, Map.of("reply", "451 \u202e\r\n"))));
      for (EventType type : EventType.values()) {
        journal.append(
            new JournalEvent(
                type,
                Optional.empty(),
                Records.NOON,
                Map.of("callout-01", "a", "count", "7", "of-an-extension", "x".repeat(5_000))));
      }
      Lines.awaitLines(journal, 4 + EventType.values().length);
      for (JournalLine line : Lines.all(journal)) {
        assertValid(line.json());
      }
    }
  }

  /** What a version wrote before there was a schema. */
  @Test
  void linesThatAGatewayRecorded_areValid() throws IOException {
    try (ZipFile recorded = new ZipFile(RECORDED.toFile())) {
      List<String> lines =
          recorded.stream()
              .filter(entry -> entry.getName().endsWith(".jsonl"))
              .flatMap(
                  entry -> {
                    try {
                      return new String(recorded.getInputStream(entry).readAllBytes(), US_ASCII)
                          .lines();
                    } catch (IOException e) {
                      throw new java.io.UncheckedIOException(e);
                    }
                  })
              .toList();
      assertTrue(lines.size() > 5, "lines: " + lines.size());
      lines.forEach(this::assertValid);
    }
  }

  @Test
  void whatIsNoLine_isNotValid() {
    String good = "\"seq\":1,\"at\":\"2026-11-24T12:00:00.000Z\",\"event\":\"Accepted\"";
    assertValid("{" + good + "}");
    Stream.of(
            "{}",
            "{" + good.replace("1,", "\"1\",") + "}",
            "{" + good.replace("Accepted", "not a name") + "}",
            "{" + good + ",\"size\":\"many\"}",
            "{" + good + ",\"size\":12}",
            "{" + good + ",\"recipients\":\"bob@example.com\"}",
            "{" + good + ",\"other\":{}}")
        .forEach(line -> assertFalse(schema.validate(line, InputFormat.JSON).isEmpty(), line));
  }

  private void assertValid(String line) {
    assertEquals(Set.of(), schema.validate(line, InputFormat.JSON), line);
  }
}
