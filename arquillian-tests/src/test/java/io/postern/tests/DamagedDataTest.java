package io.postern.tests;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.fixtures.Ports;
import io.postern.fixtures.smtp.Contents;
import io.postern.fixtures.smtp.Digest;
import io.postern.fixtures.smtp.Sink;
import io.postern.fixtures.smtp.SmtpTestClient;
import io.postern.tests.told.ToldToFile;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Harms files and folders of the data folder, starts the product, follows what it says when it
 * refuses, and lets the mail flow: what the test's own list has and the next hop does not get is
 * reported, by its name or in a number, in log, status and journal; no content is another one; no
 * start is a first start; no mail passes the extension that stamps it.
 *
 * <p>{@code -Dpostern.damage=single} harms one file of each kind and each folder in each way;
 * {@code all} every two of them too. The same for spool and journal alone, without the server, is
 * StoresDamageTest of gateway-ejb. {@code -Dpostern.damage.only=REGEX} takes only those cases in
 * whose description it is found, {@code -Dpostern.damage.part=2/3} the second of each three, so
 * that a long run can be divided.
 */
final class DamagedDataTest {

  private static final String EXTENT = System.getProperty("postern.damage", "some");
  private static final Pattern ONLY =
      Pattern.compile(System.getProperty("postern.damage.only", ""));
  private static final String[] PART = System.getProperty("postern.damage.part", "1/1").split("/");
  private static final int MESSAGES = 12;
  private static final int MOST_STARTS = 10;
  private static final Pattern COPY = Pattern.compile("--restore-database (\\S+[.]sql[.]gz)");

  @TempDir static Path folder;

  private static int hop;
  private static Path original;
  private static Map<String, String> ids = Map.of();

  /** What waits, and what was delivered. */
  private static final Map<String, String> waiting = new TreeMap<>();

  private static final Map<String, String> delivered = new TreeMap<>();

  /** Two lives; the second one is killed. */
  @BeforeAll
  static void live() throws Exception {
    hop = Ports.free();
    original = folder.resolve("original");
    SplittableRandom random = new SplittableRandom(7);
    try (PosternProcess server = PosternProcess.start(original, Configurations.relayTo(hop))) {
      try (Sink sink = new Sink(hop)) {
        sink.answerRecipients(
            line -> line.contains("<m") ? Optional.of("451 4.2.0 later") : Optional.empty());
        send(server, "m0-", waiting, random);
        send(server, "d", delivered, random);
        await("delivered")
            .until(() -> sink.messages() == MESSAGES && unfinished(server) == MESSAGES);
        assertEquals(0, server.stop());
      }
    }
    try (PosternProcess server = PosternProcess.start(original, Configurations.relayTo(hop))) {
      send(server, "m1-", waiting, random);
      Path stamp = TwoStampArchive.write(folder.resolve("two-stamps.war"), "here");
      server.command("extension", "deploy", stamp.toString());
      Path told = ExtensionArchive.write(folder.resolve("told.war"), ToldToFile.class);
      server.command("extension", "deploy", told.toString());
      await("journal has all")
          .until(() -> accepted(original).keySet().containsAll(waiting.keySet()));
      await("position of the logging callout, known outside the journal too")
          .atMost(Duration.ofSeconds(60))
          .until(() -> positions() > 0 && lastKnown().contains("\nposition "));
      server.kill();
    }
    ids = accepted(original);
  }

  private static long positions() throws IOException {
    Path positions = original.resolve("journal/positions");
    if (!Files.isDirectory(positions)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(positions)) {
      return files.count();
    }
  }

  private static String lastKnown() throws IOException {
    Path file = original.resolve("last-known");
    return Files.exists(file) ? Files.readString(file) : "";
  }

  private static void send(
      PosternProcess server, String prefix, Map<String, String> ledger, SplittableRandom random)
      throws IOException {
    for (int i = 0; i < MESSAGES; i++) {
      String number = prefix + i;
      byte[] content = Contents.numbered(number, i % 6 == 5 ? 300_000 : 1500, random);
      try (SmtpTestClient client = SmtpTestClient.greeted(server.smtp())) {
        assertTrue(client.send("a@client.test", number + "@sink.test", content).startsWith("250"));
      }
      ledger.put(number, Digest.of(content));
    }
  }

  @AfterAll
  static void tidy() throws IOException {
    Folders.remove(folder.resolve("original"));
  }

  /** The ids, by the number that the test gave each message. */
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
      for (Path file :
          files.filter(f -> f.toString().endsWith(".jsonl") && Files.isRegularFile(f)).toList()) {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        for (String line : text.split("\n")) {
          try (var reader = Json.createReader(new StringReader(line))) {
            JsonObject read = reader.readObject();
            if (read.containsKey("event")) {
              lines.add(read);
            }
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

  private static List<List<DataHarm>> cases() throws IOException {
    DamageCases all = new DamageCases(original);
    List<List<DataHarm>> cases = new ArrayList<>();
    switch (EXTENT) {
      case "single" -> all.single().forEach(harm -> cases.add(List.of(harm)));
      case "all" -> {
        all.single().forEach(harm -> cases.add(List.of(harm)));
        cases.addAll(all.pairs());
      }
      case "pairs" -> cases.addAll(all.pairs());
      default -> cases.addAll(all.some());
    }
    int part = Integer.parseInt(PART[0]);
    int parts = Integer.parseInt(PART[1]);
    List<List<DataHarm>> taken =
        cases.stream().filter(harms -> ONLY.matcher(harms.toString()).find()).toList();
    return IntStream.range(0, taken.size())
        .filter(index -> index % parts == part - 1)
        .mapToObj(taken::get)
        .toList();
  }

  @Test
  void everyLossIsReportedAndNoStartIsAFirstStart() throws Exception {
    List<String> failures = new ArrayList<>();
    List<List<DataHarm>> cases = cases();
    assertTrue(!cases.isEmpty(), "no case has " + ONLY);
    int count = 0;
    for (List<DataHarm> harms : cases) {
      Path data = folder.resolve("data");
      Folders.copy(original, data);
      String where = "damage test " + ++count + "/" + cases.size() + ": " + harms;
      try {
        check(data, harms);
        System.out.println(where + " is fine");
      } catch (AssertionError | RuntimeException | IOException e) {
        failures.add(harms + ": " + e.getMessage());
        System.out.println(where + ": " + e);
      } finally {
        Folders.remove(data);
      }
    }
    assertEquals(List.of(), failures, failures.size() + " of " + cases.size());
  }

  private static void check(Path data, List<DataHarm> harms) throws Exception {
    for (DataHarm harm : harms) {
      harm.doTo(data);
    }
    try (Sink sink = new Sink(hop)) {
      Advice advice = new Advice(data);
      try (PosternProcess server = advice.startAtLast()) {
        assertEquals(advice.hasNewDatabase, advice.saidFirstStart, "first start");
        checkStarted(data, harms, server, sink, advice);
      }
    }
  }

  /** Does what a refused start asks for, as an administrator would. */
  private static final class Advice {

    private final Path data;
    boolean hasNewDatabase;
    boolean saidFirstStart;

    /** What refused starts warned of: what they set aside, the next one does not find. */
    final List<String> saidBefore = new ArrayList<>();

    Advice(Path data) {
      this.data = data;
    }

    PosternProcess startAtLast() throws Exception {
      for (int start = 0; start < MOST_STARTS; start++) {
        PosternProcess server = PosternProcess.startUntilDecided(data, Configurations.relayTo(hop));
        List<String> console = server.console();
        saidFirstStart |= console.stream().anyMatch(line -> line.contains("first start"));
        if (console.stream().anyMatch(line -> line.startsWith("postern ready"))) {
          return server;
        }
        if (console.stream().anyMatch(line -> line.startsWith("postern refusing"))) {
          acceptLoss(server);
          return server;
        }
        console.stream().filter(line -> !line.contains("not started")).forEach(saidBefore::add);
        assertEquals(1, server.awaitEnd(), () -> "console: " + console);
        follow(
            console.stream()
                .filter(line -> !line.endsWith(" starting, data in " + data))
                .filter(line -> !line.startsWith("postern first start:"))
                .toList());
      }
      throw new AssertionError("still not started");
    }

    /** What is in the way then is said in the status, and removed as at a start. */
    private void acceptLoss(PosternProcess server) throws Exception {
      try (AdminApi api = new AdminApi(server)) {
        String status = api.get("status").body();
        assertTrue(status.contains("\"refusing\"") && status.contains("accept-loss"), status);
        assertEquals(202, api.post("recovery/accept-loss", new byte[0]).statusCode());
        Set<String> followed = new HashSet<>();
        while (!server.isReady() && followed.size() < MOST_STARTS) {
          await("open, or said why not")
              .atMost(Duration.ofSeconds(60))
              .until(() -> server.isReady() || isNew(refusal(api), followed));
          // It is made again soon, while the status may still show the same reason.
          String said = refusal(api);
          if (isNew(said, followed)) {
            followed.add(said);
            Folders.remove(blamed(said).orElseThrow());
          }
        }
      }
      server.awaitReady();
    }

    private boolean isNew(String refusal, Set<String> followed) {
      return !followed.contains(refusal) && blamed(refusal).isPresent();
    }

    private static String refusal(AdminApi api) throws Exception {
      try (var reader = Json.createReader(new StringReader(api.get("status").body()))) {
        return reader.readObject().getJsonArray("notices").getValuesAs(JsonObject.class).stream()
            .map(notice -> notice.getString("text"))
            .filter(text -> text.contains("cannot open"))
            .findFirst()
            .orElse("");
      }
    }

    /** One line, which says what is in the way, behind the warnings of what was found before. */
    private void follow(List<String> said) throws IOException {
      List<String> refusals = said.stream().filter(each -> each.contains("not started")).toList();
      assertEquals(1, refusals.size(), () -> "console: " + String.join("\n", said));
      String line = refusals.getFirst();
      assertEquals(said.getLast(), line);
      if (line.contains("postern recover")) {
        String listed = PosternProcess.recover(data).output();
        Matcher copy = COPY.matcher(listed);
        hasNewDatabase = !copy.find();
        PosternProcess.Ended done =
            hasNewDatabase
                ? PosternProcess.recover(data, "--new-database")
                : PosternProcess.recover(data, "--restore-database", copy.group(1));
        assertEquals(0, done.status(), () -> line + "\n" + listed + "\n" + done.output());
        return;
      }
      Path blamed = blamed(line).orElseThrow(() -> new AssertionError("names no file: " + line));
      Folders.remove(blamed);
    }

    /** The last path of the line that is in the data folder, but for the log's. */
    private Optional<Path> blamed(String line) {
      Matcher paths = Pattern.compile(Pattern.quote(data + "/") + "[^\\s,;:()]+").matcher(line);
      return paths
          .results()
          .map(found -> Path.of(found.group()))
          .filter(path -> !path.endsWith("log/server.log"))
          .filter(path -> Files.exists(path, LinkOption.NOFOLLOW_LINKS))
          .findFirst();
    }
  }

  private static void checkStarted(
      Path data, List<DataHarm> harms, PosternProcess server, Sink sink, Advice advice)
      throws Exception {
    await("the spool is empty").atMost(Duration.ofSeconds(60)).until(() -> unfinished(server) == 0);
    Set<String> lost = new HashSet<>(waiting.keySet());
    lost.removeAll(sink.taken().keySet());
    for (String number : sink.taken().keySet()) {
      String sent = waiting.getOrDefault(number, delivered.get(number));
      assertTrue(
          sink.taken().get(number).stream().allMatch(taken -> taken.equals(sent)),
          "content of " + number);
    }
    try {
      await().atMost(Duration.ofSeconds(20)).until(() -> isReported(data, lost));
    } catch (ConditionTimeoutException e) {
      throw new AssertionError("lost without a report: " + lost + "\n" + status(server), e);
    }
    Set<String> notices = notices(server, data);
    if (!lost.isEmpty()) {
      assertTrue(
          Stream.of("spool.messages-lost", "spool.damaged", "spool.damaged-files")
              .anyMatch(notices::contains),
          "status: " + status(server));
      String log = Files.readString(data.resolve("log/server.log"));
      assertTrue(log.contains("lost") || log.contains("set aside"), "nothing in the log");
    }
    for (DataHarm harm : harms) {
      Set<String> wanted = advice.hasNewDatabase ? Set.of() : noticesOf(harm, harms);
      String file = data.resolve(harm.file()).toString();
      if (!wanted.isEmpty() && advice.saidBefore.stream().noneMatch(line -> line.contains(file))) {
        // What is found out when an extension is told again is raised half a minute later.
        await(harm + " has one of " + wanted)
            .atMost(Duration.ofSeconds(45))
            .until(() -> wanted.stream().anyMatch(notices(server, data)::contains));
      }
    }
    checkExtension(server, sink, notices);
  }

  /** One of these stands once that has happened. */
  private static Set<String> noticesOf(DataHarm harm, List<DataHarm> all) {
    String file = harm.file();
    boolean isKnown = all.stream().noneMatch(other -> other.file().equals("last-known"));
    boolean isGone = harm.kind() == DataHarm.Kind.DELETED;
    if (file.equals("tls/admin.p12") || file.equals("tls")) {
      return Set.of("admin.certificate", "data.tls");
    } else if (file.startsWith("journal/positions/") && (isKnown || !isGone)) {
      return Set.of("journal.positions", "journal.lines-missing");
    } else if (file.endsWith(".jsonl") && harm.kind() != DataHarm.Kind.CHANGED) {
      return Set.of("journal.lines-missing", "journal.lines-damaged");
    } else if (file.equals("deployed-extensions") && !isGone) {
      return Set.of("extensions.deployed-file");
    } else if (file.startsWith("db-copies/") && !isGone) {
      return Set.of("database.copies");
    } else if (file.equals("series") && !isGone) {
      return Set.of("series.damaged");
    }
    return Set.of();
  }

  /** New mail is stamped, or it has to wait. */
  private static void checkExtension(PosternProcess server, Sink sink, Set<String> notices)
      throws Exception {
    try (SmtpTestClient client = SmtpTestClient.greeted(server.smtp())) {
      String reply =
          client.send(
              "a@client.test",
              "new@sink.test",
              "Subject: new\r\n\r\nnew\r\n".getBytes(StandardCharsets.US_ASCII));
      if (reply.startsWith("451")) {
        assertTrue(
            notices.contains("extensions.deployed-file")
                || notices.stream().anyMatch(key -> key.matches("extension[.].*[.]missing")),
            "451 but " + notices);
        return;
      }
      assertTrue(reply.startsWith("250"), reply);
    }
    await("the new message").until(() -> !sink.contents().isEmpty());
    String taken = new String(sink.contents().getFirst(), StandardCharsets.ISO_8859_1);
    assertTrue(taken.contains("X-Stamp-Spool: here"), taken);
  }

  private static String status(PosternProcess server) throws Exception {
    try (AdminApi api = new AdminApi(server)) {
      return api.get("status").body();
    }
  }

  private static int unfinished(PosternProcess server) throws Exception {
    try (var reader = Json.createReader(new StringReader(status(server)))) {
      return reader.readObject().getInt("unfinished");
    }
  }

  /** Those that stand, and those that have ended since the start. */
  private static Set<String> notices(PosternProcess server, Path data) throws Exception {
    Set<String> keys = new HashSet<>();
    try (var reader = Json.createReader(new StringReader(status(server)))) {
      reader.readObject().getJsonArray("notices").getValuesAs(JsonObject.class).stream()
          .map(notice -> notice.getString("key"))
          .forEach(keys::add);
    }
    lines(data).stream()
        .filter(line -> line.getString("event").equals("NoticeRaised"))
        .map(line -> line.getString("notice"))
        .forEach(keys::add);
    return keys;
  }

  /**
   * By name, or in the number of those that nothing names any more. Where the journal was harmed
   * too, that number is said to be one that may be short.
   */
  private static boolean isReported(Path data, Set<String> lost) {
    List<JsonObject> lines = lines(data);
    Set<String> named =
        lines.stream()
            .filter(line -> Set.of("Lost", "Damaged").contains(line.getString("event")))
            .map(line -> line.getString("id", ""))
            .collect(Collectors.toSet());
    List<JsonObject> sums =
        lines.stream().filter(line -> line.getString("event").equals("MessagesLost")).toList();
    long without =
        sums.stream()
            .mapToLong(
                line ->
                    Long.parseLong(line.getString("count"))
                        - Long.parseLong(line.getString("named")))
            .sum();
    boolean isCertain = sums.stream().allMatch(line -> line.getString("certain").equals("true"));
    return !isCertain
        || lost.stream().filter(number -> !named.contains(ids.get(number))).count() <= without;
  }
}
