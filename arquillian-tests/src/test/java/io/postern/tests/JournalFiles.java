package io.postern.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The audit journal as an auditor reads it: from its files. */
final class JournalFiles {

  private JournalFiles() {}

  static List<JsonObject> read(Path data) {
    List<JsonObject> events = new ArrayList<>();
    try (Stream<Path> files = Files.list(data.resolve("journal"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".jsonl")).sorted().toList()) {
        for (String line : Files.readAllLines(file)) {
          try (JsonReader reader = Json.createReader(new StringReader(line))) {
            events.add(reader.readObject());
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return events;
  }

  /** Each message of the ledger has exactly one Accepted line, and the sequence has no gap. */
  static void assertEveryAcceptedOnce(Path data, Ledger ledger) {
    Map<String, Integer> accepted = new HashMap<>();
    long previous = -1;
    for (JsonObject event : read(data)) {
      long sequence = event.getJsonNumber("seq").longValueExact();
      if (previous >= 0) {
        assertEquals(previous + 1, sequence, "sequence without gap");
      }
      previous = sequence;
      if (event.getString("event").equals("Accepted")) {
        accepted.merge(event.getString("message-id", ""), 1, Integer::sum);
      }
    }
    for (String number : ledger.numbers()) {
      assertEquals(
          1,
          accepted.getOrDefault("<" + number + "@client.test>", 0),
          "Accepted lines of " + number);
    }
    assertTrue(accepted.size() >= ledger.size());
  }
}
