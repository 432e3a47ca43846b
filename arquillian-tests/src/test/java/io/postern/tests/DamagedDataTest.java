package io.postern.tests;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Changes, cuts, empties and deletes files of the data folder, starts the product, and lets the
 * mail flow: what the test's own list has and the next hop does not get is reported, by its number
 * or more, in log, status and journal; no content is another one; no start is a first start.
 *
 * <p>Asked for by {@code -Dpostern.damage=some} (four cases), {@code single} (each kind of file
 * with each damage) or {@code all} (every two of them too: hundreds of starts, some hours). The
 * same for spool and journal alone, without the server, is StoresDamageTest of gateway-ejb.
 */
@EnabledIfSystemProperty(named = "postern.damage", matches = "some|single|all")
final class DamagedDataTest {

  private static final String EXTENT = System.getProperty("postern.damage", "some");
  private static final int MESSAGES = 30;

  private enum Damage {
    CHANGED,
    CUT,
    EMPTIED,
    DELETED;

    void to(Path file) throws IOException {
      switch (this) {
        case CHANGED -> {
          byte[] octets = Files.readAllBytes(file);
          int used = used(octets);
          for (int at = 20; at < used; at += Math.max(1, used / 50)) {
            octets[at] ^= 0x10;
          }
          Files.write(file, octets);
        }
        case CUT -> {
          byte[] octets = Files.readAllBytes(file);
          Files.write(file, Arrays.copyOf(octets, used(octets) / 2));
        }
        case EMPTIED -> Files.write(file, new byte[0]);
        case DELETED -> {
          if (Files.isDirectory(file)) {
            Folders.remove(file);
          } else {
            Files.deleteIfExists(file);
          }
        }
      }
    }

    private static int used(byte[] octets) {
      int used = octets.length;
      while (used > 0 && octets[used - 1] == 0) {
        used--;
      }
      return used;
    }
  }

  private record Harm(String file, Damage damage) {}

  @TempDir static Path folder;

  private static int hop;
  private static Path original;
  private static final Map<String, String> sent = new TreeMap<>();

  /** Two lives; the second one is killed. Nothing is delivered, for there is no next hop yet. */
  @BeforeAll
  static void live() throws Exception {
    hop = PosternProcess.freePort();
    original = folder.resolve("original");
    SplittableRandom random = new SplittableRandom(7);
    for (int life = 0; life < 2; life++) {
      try (PosternProcess server = PosternProcess.start(original, Configurations.relayTo(hop))) {
        for (int i = 0; i < MESSAGES; i++) {
          String number = "m" + life + "-" + i;
          byte[] content = Contents.numbered(number, i % 10 == 9 ? 300_000 : 1500, random);
          try (SmtpClient client = new SmtpClient(server.smtp())) {
            assertTrue(
                client.send("a@client.test", number + "@sink.test", content).startsWith("250"));
          }
          sent.put(number, Digest.of(content));
        }
        await("journal has all")
            .until(() -> accepted(original).keySet().containsAll(sent.keySet()));
        if (life == 0) {
          assertEquals(0, server.stop());
        } else {
          server.kill();
        }
      }
    }
  }

  @AfterAll
  static void tidy() throws IOException {
    Folders.remove(folder.resolve("original"));
  }

  /** By the number that the test gave each message. */
  private static Map<String, String> accepted(Path data) {
    Map<String, String> accepted = new HashMap<>();
    for (JsonObject line : lines(data)) {
      if (line.getString("event").equals("Accepted")) {
        String recipient = line.getJsonArray("recipients").getString(0);
        accepted.put(recipient.substring(0, recipient.indexOf('@')), line.getString("id"));
      }
    }
    return accepted;
  }

  /** As far as they can be read: some are damaged on purpose. */
  private static List<JsonObject> lines(Path data) {
    List<JsonObject> lines = new ArrayList<>();
    try (Stream<Path> files = Files.list(data.resolve("journal"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".jsonl")).sorted().toList()) {
        String text = Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
        for (String line : text.split("\n")) {
          try (var reader = Json.createReader(new StringReader(line))) {
            lines.add(reader.readObject());
          } catch (RuntimeException e) {
            // Damaged, or being written.
          }
        }
      }
    } catch (IOException e) {
      return lines;
    }
    return lines;
  }

  private static String newest(String subfolder, String end) throws IOException {
    return path(subfolder, end).getLast();
  }

  private static List<String> path(String subfolder, String end) throws IOException {
    try (Stream<Path> files = Files.walk(original.resolve(subfolder))) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> original.relativize(file).toString())
          .filter(name -> name.endsWith(end) && !name.contains("spare-"))
          .sorted()
          .toList();
    }
  }

  /** One file of each kind; of the segments the oldest and the newest. */
  private static List<String> kinds() throws IOException {
    List<String> kinds = new ArrayList<>();
    kinds.add(path("spool/segments", ".seg").getFirst());
    kinds.add(newest("spool/segments", ".seg"));
    kinds.add(newest("spool/content", ""));
    kinds.add(newest("journal", ".jsonl"));
    kinds.add("last-known");
    for (String subfolder : List.of("database", "broker")) {
      kinds.addAll(path(subfolder, "").stream().limit(2).toList());
    }
    try (Stream<Path> files = Files.list(original)) {
      files
          .filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".p12") || name.endsWith(".pem"))
          .forEach(kinds::add);
    }
    return kinds;
  }

  private static List<List<Harm>> cases() throws IOException {
    String oldest = path("spool/segments", ".seg").getFirst();
    String newest = newest("spool/segments", ".seg");
    String journal = newest("journal", ".jsonl");
    if (EXTENT.equals("some")) {
      return List.of(
          List.of(new Harm(oldest, Damage.DELETED)),
          List.of(new Harm("spool", Damage.DELETED)),
          List.of(new Harm(newest, Damage.DELETED), new Harm(journal, Damage.CUT)),
          List.of(
              new Harm(newest("spool/content", ""), Damage.CHANGED),
              new Harm("journal", Damage.DELETED)));
    }
    List<Harm> harms = new ArrayList<>();
    for (String kind : kinds()) {
      for (Damage damage : Damage.values()) {
        harms.add(new Harm(kind, damage));
      }
    }
    List<List<Harm>> cases = new ArrayList<>();
    harms.forEach(harm -> cases.add(List.of(harm)));
    cases.add(List.of(new Harm("spool", Damage.DELETED)));
    cases.add(List.of(new Harm("journal", Damage.DELETED)));
    cases.add(List.of(new Harm("spool", Damage.DELETED), new Harm("journal", Damage.DELETED)));
    if (EXTENT.equals("all")) {
      for (int i = 0; i < harms.size(); i++) {
        for (int k = i + 1; k < harms.size(); k++) {
          if (!harms.get(i).file().equals(harms.get(k).file())) {
            cases.add(List.of(harms.get(i), harms.get(k)));
          }
        }
      }
    }
    return cases;
  }

  @Test
  void everyLossIsReportedAndNoStartIsAFirstStart() throws Exception {
    List<String> failures = new ArrayList<>();
    List<List<Harm>> cases = cases();
    for (List<Harm> harms : cases) {
      Path data = folder.resolve("data");
      Folders.copy(original, data);
      try {
        check(data, harms);
        System.out.println("damage test: " + harms + " is fine");
      } catch (AssertionError e) {
        failures.add(harms + ": " + e.getMessage());
        System.out.println("damage test: " + harms + ": " + e.getMessage());
      } finally {
        Folders.remove(data);
      }
    }
    assertEquals(List.of(), failures, failures.size() + " of " + cases.size());
  }

  private static void check(Path data, List<Harm> harms) throws Exception {
    Map<String, String> ids = accepted(data);
    for (Harm harm : harms) {
      harm.damage().to(data.resolve(harm.file()));
    }
    boolean lacksSpool = harms.stream().anyMatch(harm -> harm.file().equals("spool"));
    try (Sink sink = new Sink(hop);
        PosternProcess server =
            PosternProcess.startUntil(
                lacksSpool ? "postern refusing" : "postern ready",
                data,
                Configurations.relayTo(hop))) {
      if (lacksSpool) {
        assertFalse(Files.exists(data.resolve("spool/segments")), "a spool was begun");
        try (AdminApi api = new AdminApi(server)) {
          assertTrue(api.get("status").body().contains("\"refusing\""));
          assertEquals(202, api.post("recovery/accept-loss", new byte[0]).statusCode());
        }
        server.awaitReady();
      }
      assertFalse(
          server.console().stream().anyMatch(line -> line.contains("first start")), "first start");
      await("the spool is empty")
          .atMost(Duration.ofSeconds(60))
          .until(() -> unfinished(server) == 0);
      Set<String> lost = new HashSet<>(sent.keySet());
      lost.removeAll(sink.taken().keySet());
      for (String number : sink.taken().keySet()) {
        assertTrue(
            sink.taken().get(number).stream().allMatch(taken -> taken.equals(sent.get(number))),
            "content of " + number);
      }
      await("the journal reports " + lost)
          .atMost(Duration.ofSeconds(20))
          .until(() -> isReported(data, lost, ids));
      if (!lost.isEmpty()) {
        try (AdminApi api = new AdminApi(server)) {
          String status = api.get("status").body();
          assertTrue(
              status.contains("\"spool.messages-lost\"") || status.contains("\"spool.damaged\""),
              "status: " + status);
        }
        String log = Files.readString(data.resolve("log/server.log"));
        assertTrue(log.contains("lost") || log.contains("set aside"), "nothing in the log");
      }
    }
  }

  private static int unfinished(PosternProcess server) throws Exception {
    try (AdminApi api = new AdminApi(server);
        var reader = Json.createReader(new StringReader(api.get("status").body()))) {
      return reader.readObject().getInt("unfinished");
    }
  }

  /** By name, or in the number of those that nothing names any more. */
  private static boolean isReported(Path data, Set<String> lost, Map<String, String> ids) {
    List<JsonObject> lines = lines(data);
    Set<String> named =
        lines.stream()
            .filter(line -> Set.of("Lost", "Damaged").contains(line.getString("event")))
            .map(line -> line.getString("id", ""))
            .collect(Collectors.toSet());
    long without =
        lines.stream()
            .filter(line -> line.getString("event").equals("MessagesLost"))
            .mapToLong(
                line ->
                    Long.parseLong(line.getString("count"))
                        - Long.parseLong(line.getString("named")))
            .sum();
    return lost.stream().filter(number -> !named.contains(ids.get(number))).count() <= without;
  }
}
