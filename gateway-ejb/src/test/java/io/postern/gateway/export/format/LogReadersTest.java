package io.postern.gateway.export.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.gateway.export.ExportEvent;
import io.postern.gateway.export.TestEvents;
import io.postern.gateway.export.mapping.CsvColumns;
import io.postern.gateway.export.mapping.Escaping;
import io.postern.gateway.export.mapping.LineStyle;
import io.postern.gateway.settings.ExportEntry.LineFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the programs count that administrators read logs with: the same as the journal says, also of
 * mail that tries to write lines of its own.
 */
final class LogReadersTest {

  private static final List<String> DOMAINS =
      List.of("one.example", "two.example", "three.example");

  @TempDir Path folder;

  private final long seed = ThreadLocalRandom.current().nextLong();
  private final List<ExportEvent> events = events(new Random(seed));

  /** One in three values is hostile. */
  private static String value(Random random, String plain) {
    return random.nextInt(3) == 0
        ? TestEvents.HOSTILE.get(random.nextInt(TestEvents.HOSTILE.size()))
        : plain;
  }

  private static List<ExportEvent> events(Random random) {
    List<ExportEvent> events = new ArrayList<>();
    int messages = 60;
    for (int i = 0; i < messages; i++) {
      String id = "0RWK7Q07919%02d".formatted(i);
      SequencedMap<String, String> client = new LinkedHashMap<>();
      client.put("session", "S" + i);
      client.put(
          "peer", random.nextBoolean() ? "192.0.2.%d:40022".formatted(i) : "[2001:db8::7]:40022");
      client.put("helo", value(random, "client.example.org"));
      client.put("message-id", value(random, "<" + i + "@example.org>"));
      client.put("subject", value(random, "Minutes"));
      String recipient = "user%d@%s".formatted(i, DOMAINS.get(random.nextInt(DOMAINS.size())));
      if (random.nextInt(6) == 0) {
        add(
            events,
            "Rejected",
            "",
            client,
            "reverse-path",
            value(random, "ann@sender.example"),
            "recipient",
            value(random, recipient),
            "stage",
            List.of("RecipientGiven", "SenderGiven", "Content", "Protocol", "ClientConnected")
                .get(random.nextInt(5)),
            "reply",
            (random.nextBoolean() ? "550 5.7.1 " : "451 4.7.1 ") + value(random, "no thank you"));
        continue;
      }
      add(
          events,
          "Accepted",
          id,
          client,
          "reverse-path",
          "ann@sender%d.example".formatted(i % 4),
          "recipients",
          recipient,
          "size",
          Integer.toString(1_000 + i));
      String[] attempt = {
        "recipient", recipient,
        "age-ms", "2000",
        "next-hop", "mx.example.com:25",
        "remote", "198.51.100.7:25",
        "duration-ms", "96",
        "reply", ""
      };
      for (int tries = random.nextInt(3); tries > 0; tries--) {
        attempt[attempt.length - 1] = "451 4.3.0 " + value(random, "later");
        add(events, "Deferred", id, client, attempt);
      }
      boolean taken = random.nextInt(4) > 0;
      attempt[attempt.length - 1] =
          (taken ? "250 2.0.0 " : "550 5.1.1 ") + value(random, "as said");
      add(events, taken ? "Delivered" : "Failed", id, client, attempt);
      if (random.nextInt(5) == 0) {
        add(events, "AdministratorActed", "", client, "actor", value(random, "admin"));
        add(events, "Held", id, client, "reason", value(random, "held"), "recipient", recipient);
      }
    }
    return events;
  }

  private static void add(
      List<ExportEvent> events,
      String event,
      String id,
      SequencedMap<String, String> client,
      String... namesAndValues) {
    SequencedMap<String, String> facts = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      facts.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    facts.putAll(client);
    long sequence = events.size() + 1;
    events.add(
        TestEvents.of(
            sequence,
            "2026-11-24T12:%02d:%02dZ".formatted(sequence / 60 % 60, sequence % 60),
            event,
            id,
            facts));
  }

  private long count(String... names) {
    return events.stream().filter(event -> List.of(names).contains(event.event())).count();
  }

  private long messages(Predicate<ExportEvent> which) {
    return events.stream().filter(which).map(event -> event.id().orElseThrow()).distinct().count();
  }

  private static Predicate<ExportEvent> is(String name) {
    return event -> event.event().equals(name);
  }

  private Path written(LineStyle style) throws IOException {
    EventFormat format =
        EventFormat.of(
            new LineFormat(style, CsvColumns.USUAL, Map.of(), Escaping.TEXT), "mail.example.com");
    StringBuilder text = new StringBuilder();
    for (ExportEvent event : events) {
      for (FormattedLine line : format.lines(event)) {
        text.append(line.inFile(event.at(), "mail.example.com")).append('\n');
      }
    }
    return Files.writeString(folder.resolve(style.name()), text, UTF_8);
  }

  private static String run(String program, String debianPackage, String... words)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    for (String place : List.of("/usr/sbin/", "/usr/bin/", "/usr/local/bin/")) {
      if (command.isEmpty() && Files.isExecutable(Path.of(place + program))) {
        command.add(place + program);
      }
    }
    Assumptions.assumeFalse(
        command.isEmpty(),
        "skipped: %s (Debian package %s) is not installed".formatted(program, debianPackage));
    command.addAll(List.of(words));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor(), said);
    return said;
  }

  @Test
  void pflogsumm_countsWhatTheJournalSays() throws Exception {
    String said = run("pflogsumm", "pflogsumm", written(LineStyle.POSTFIX).toString());
    Map<String, Long> totals = new TreeMap<>();
    Matcher rows = Pattern.compile("(?m)^ +([0-9]+) +([a-z /]+?)(?: +\\(.*)?$").matcher(said);
    while (rows.find()) {
      totals.putIfAbsent(rows.group(2), Long.parseLong(rows.group(1)));
    }
    Map<String, Long> expected =
        new TreeMap<>(
            Map.of(
                "received", count("Accepted"),
                "delivered", count("Delivered"),
                "forwarded", 0L,
                "deferred", messages(is("Deferred")),
                "bounced", count("Failed"),
                "rejected", count("Rejected"),
                "held", count("Held"),
                "discarded", 0L,
                "bytes received",
                    events.stream().filter(is("Accepted")).mapToLong(LogReadersTest::size).sum(),
                "senders", 4L));
    totals.keySet().retainAll(expected.keySet());
    assertEquals(expected, totals, () -> "seed " + seed + "\n" + said);
    assertEquals(
        Long.toString(count("Deferred")),
        said.replaceFirst("(?s).* deferred +\\(([0-9]+) +deferrals\\).*", "$1"),
        said);
    String section =
        said.replaceFirst("(?s).*Host/Domain Summary: Message Delivery *\\n", "")
            .replaceFirst("(?s)\\nHost/Domain Summary: Messages Received.*", "");
    Map<String, String> domains = new TreeMap<>();
    Matcher domain =
        Pattern.compile("(?m)^ +([0-9]+) +[0-9k]+ +([0-9]+) .* (\\S+\\.example)$").matcher(section);
    while (domain.find()) {
      domains.put(domain.group(3), domain.group(1) + " sent, " + domain.group(2) + " deferrals");
    }
    assertEquals(
        DOMAINS.stream()
            .filter(name -> of(name, "Delivered") + of(name, "Deferred") > 0)
            .collect(
                Collectors.toMap(
                    name -> name,
                    name ->
                        "%d sent, %d deferrals"
                            .formatted(of(name, "Delivered"), of(name, "Deferred")),
                    (one, _) -> one,
                    TreeMap::new)),
        domains,
        () -> "seed " + seed + "\n" + said);
  }

  private static long size(ExportEvent event) {
    return Long.parseLong(event.text("size").orElseThrow());
  }

  private long of(String domain, String name) {
    return events.stream()
        .filter(is(name))
        .filter(event -> event.text("recipient").orElseThrow().endsWith("@" + domain))
        .count();
  }

  @Test
  void eximstats_countsWhatTheJournalSays() throws Exception {
    String said = run("eximstats", "exim4-base", written(LineStyle.EXIM).toString());
    Map<String, Long> totals = new TreeMap<>();
    Matcher rows =
        Pattern.compile(
                "(?m)^  (Received +\\S+|Delivered +\\S+|Rejects|Temp Rejects) +([0-9]+) .*$")
            .matcher(said);
    while (rows.find()) {
      totals.putIfAbsent(rows.group(1).replaceFirst("  +.*", ""), Long.parseLong(rows.group(2)));
    }
    long temporarily =
        events.stream()
            .filter(is("Rejected"))
            .filter(event -> event.text("reply").orElseThrow().startsWith("4"))
            .count();
    assertEquals(
        new TreeMap<>(
            Map.of(
                "Received",
                count("Accepted"),
                "Delivered",
                count("Delivered"),
                "Rejects",
                count("Rejected") - temporarily,
                "Temp Rejects",
                temporarily)),
        totals,
        () -> "seed " + seed + "\n" + said);
  }
}
