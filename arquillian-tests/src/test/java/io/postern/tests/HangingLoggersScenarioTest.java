package io.postern.tests;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.fixtures.smtp.Sink;
import io.postern.tests.faulty.LogsAndThrows;
import io.postern.tests.faulty.LogsInALoop;
import io.postern.tests.faulty.LogsIntoADeadlock;
import io.postern.tests.told.ToldToFile;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three extensions whose logging callouts deadlock, loop and throw, and a healthy one: mail goes
 * on, the healthy one gets every event, the other three are paused and an operator sees it.
 * Undeployed, they keep nothing of the journal.
 */
final class HangingLoggersScenarioTest {

  private static final List<String> FAULTY = List.of("deadlocks", "loops", "throws");

  @TempDir Path folder;

  @Test
  void faultyLoggersArePaused_mailAndTheHealthyOneGoOn() throws Exception {
    Path data = folder.resolve("data");
    Ledger ledger = new Ledger();
    try (Sink sink = new Sink();
        PosternProcess server =
            PosternProcess.start(
                data,
                Configurations.relayTo(sink.port())
                    + """
                    extensions:
                      deadlocks: {loggingTime: 1s}
                      loops: {loggingTime: 1s}
                    """)) {
      deploy(server, "healthy", ToldToFile.class);
      rate(server, ledger, 21, "healthy alone");
      deploy(server, "deadlocks", LogsIntoADeadlock.class);
      deploy(server, "loops", LogsInALoop.class);
      deploy(server, "throws", LogsAndThrows.class);
      Map<String, Integer> refused = rate(server, ledger, 22, "while the others fail");
      assertEquals(Map.of(), refused, "replies other than 250");

      await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(
              () -> {
                for (String name : FAULTY) {
                  JsonObject logging = logging(server, name);
                  assertEquals("open", logging.getString("breaker"), name + " " + logging);
                  assertFalse(logging.getString("pausedSince").isEmpty());
                  assertTrue(logging.getJsonNumber("lag").longValue() > 0, logging.toString());
                  assertTrue(logging.getJsonNumber("lagSeconds").doubleValue() > 0);
                }
              });
      assertEquals("closed", logging(server, "healthy").getString("breaker"));
      String status = server.command("status");
      for (String name : FAULTY) {
        assertTrue(status.contains("logging." + name + ".breaker"), status);
      }
      assertTrue(status.contains("logging.deadlocks.lost-threads"), status);
      assertTrue(status.contains("logging.loops.lost-threads"), status);
      String list = server.command("extension", "list");
      assertTrue(list.contains("paused since"), list);

      assertEquals(Map.of(), rate(server, ledger, 23, "while they are paused"));
      await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(() -> assertEquals(acceptedByJournal(data), acceptedByHealthy(data)));
      await()
          .atMost(Duration.ofMinutes(2))
          .untilAsserted(() -> assertEquals(List.of(), ledger.missing(sink)));

      for (String name : FAULTY) {
        server.command("extension", "undeploy", name);
      }
      assertEquals(Set.of("healthy"), positions(data));
      await()
          .untilAsserted(
              () -> {
                String left = server.command("status");
                assertFalse(left.contains(".breaker"), left);
                assertTrue(left.contains("logging.loops.lost-threads"), left);
              });
    }
  }

  private void deploy(PosternProcess server, String name, Class<?> extension) {
    Path archive = ExtensionArchive.write(folder.resolve(name + ".war"), extension);
    server.command("extension", "deploy", archive.toString(), "--name", name);
  }

  /** Sends for some seconds; returns the replies that were not 250. */
  private static Map<String, Integer> rate(
      PosternProcess server, Ledger ledger, long seed, String what) {
    int before = ledger.size();
    long begun = System.nanoTime();
    Map<String, Integer> otherReplies;
    try (Load load = new Load(server.smtp(), ledger, 8, 50, Integer.MAX_VALUE, 4000, seed)) {
      await().atMost(Duration.ofMinutes(2)).until(() -> ledger.size() >= before + 2_000);
      otherReplies = Map.copyOf(load.otherReplies());
    }
    System.out.printf(
        "hanging loggers: %s, %.0f messages/s%n",
        what, (ledger.size() - before) * 1e9 / (System.nanoTime() - begun));
    return otherReplies;
  }

  private static JsonObject logging(PosternProcess server, String name) {
    try (JsonReader reader =
        Json.createReader(new StringReader(server.command("extension", "list", "--json")))) {
      return reader.readObject().getJsonArray("extensions").stream()
          .map(JsonObject.class::cast)
          .filter(extension -> extension.getString("name").equals(name))
          .findFirst()
          .orElseThrow()
          .getJsonObject("logging");
    }
  }

  private static Set<String> acceptedByJournal(Path data) {
    return JournalFiles.read(data).stream()
        .filter(event -> event.getString("event").equals("Accepted"))
        .map(event -> event.getString("id"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> acceptedByHealthy(Path data) throws IOException {
    return Files.readAllLines(data.resolve("told.txt")).stream()
        .filter(line -> line.startsWith("accepted "))
        .map(line -> line.replaceFirst(".* id=(\\w{13}) .*", "$1"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> positions(Path data) throws IOException {
    try (Stream<Path> files = Files.list(data.resolve("journal/positions"))) {
      return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    }
  }
}
